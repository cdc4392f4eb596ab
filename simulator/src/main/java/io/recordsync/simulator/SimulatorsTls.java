package io.recordsync.simulator;

import io.recordsync.simulator.http.CertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The certificate with which the simulators serve HTTPS, and the file by which clients trust them. */
final class SimulatorsTls implements AutoCloseable {

    private final CertificateAuthority authority;
    private final Path folder;
    private final boolean temporary;

    private SimulatorsTls(CertificateAuthority authority, Path folder, boolean temporary) {
        this.authority = authority;
        this.folder = folder.toAbsolutePath();
        this.temporary = temporary;
    }

    /**
     * Creates an authority and writes its certificate.
     *
     * @param data the folder for it; null for a temporary one, which {@link #close()} deletes
     * @throws UncheckedIOException with one clear sentence when the file cannot be written
     */
    static SimulatorsTls begin(@Nullable Path data) {
        // Clients check certificates against their own clock, so the simulators' own clock cannot be used.
        CertificateAuthority authority =
                CertificateAuthority.create(InstantSource.system().instant(), new SecureRandom());
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

    /** The absolute path, so that another process finds the file. */
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
