package io.recordsync.connectors.files;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.http.VendorHttp;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Where files are read from. */
interface Source extends AutoCloseable {

    /** @param source the address in the settings: at GitHub, on the web, or on this machine */
    static Source of(FilesSettings settings, String source, VendorHttp http, InstantSource clock) {
        if (GitHubFile.isOne(source)) {
            return new GitHubSource(settings, source, http, clock);
        }
        return WebSource.isOne(source)
                ? new WebSource(settings, source, http)
                : new LocalSource(settings, source, clock);
    }

    Page read(Read read, CallScope scope);

    /** The columns of an object's newest file; empty if it has no rows. */
    List<String> columns(String object, CallScope scope);

    /** The quota that its calls count against. */
    Quota quota();

    @Override
    void close();

    /** Reads from an open file. */
    interface Reading<T> {
        T of(FileChannel file) throws IOException;
    }

    /** @throws io.recordsync.connectors.ConnectorException when the file cannot be read */
    static <T> T open(Path path, Reading<T> reading) {
        try (FileChannel file = FileChannel.open(path)) {
            return reading.of(file);
        } catch (IOException e) {
            throw FilesErrors.io(FileNames.name(path), "read", e);
        }
    }
}
