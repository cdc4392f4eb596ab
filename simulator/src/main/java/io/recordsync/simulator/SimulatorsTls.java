package io.recordsync.simulator;

import io.recordsync.simulator.http.OwnAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What the simulators serve HTTPS with, and the file by which clients come to trust them. */
final class SimulatorsTls implements AutoCloseable {

    private final OwnAuthority authority;
    private final Path folder;
    private final boolean temporary;

    private SimulatorsTls(OwnAuthority authority, Path folder, boolean temporary) {
        this.authority = authority;
        this.folder = folder.toAbsolutePath();
        this.temporary = temporary;
    }

    /**
     * Makes an authority and writes its certificate.
     *
     * @param data the folder for it; null for a temporary one, which {@link #close()} takes away
     * @throws UncheckedIOException with one clear sentence when the file cannot be written
     */
    static SimulatorsTls begin(@Nullable Path data) {
        // Clients hold certificates against their own clock, so a clock of the simulators' own would not do.
        OwnAuthority authority = OwnAuthority.create(InstantSource.system().instant(), new SecureRandom());
        try {
            SimulatorsTls tls = new SimulatorsTls(authority, folder(data), data == null);
            Files.writeString(tls.caFile(), authority.pem());
            return tls;
        } catch (IOException e) {
            throw new UncheckedIOException("The simulators' certificate cannot be written: " + e, e);
        }
    }

    SSLContext server() {
        return authority.server();
    }

    /** Absolute, so that another process finds it. */
    Path caFile() {
        return folder.resolve("ca.pem");
    }

    @Override
    public void close() {
        if (temporary) {
            delete(caFile());
            delete(folder);
        }
    }

    private static Path folder(@Nullable Path data) throws IOException {
        return data == null ? Files.createTempDirectory("recordsync-simulators") : Files.createDirectories(data);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("The simulators' temporary " + path + " cannot be deleted: " + e, e);
        }
    }
}
