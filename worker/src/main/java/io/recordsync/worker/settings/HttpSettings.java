package io.recordsync.worker.settings;

import io.recordsync.settings.SettingException;
import io.recordsync.settings.api.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings of calls to systems. */
@ConfigurationProperties("http")
public record HttpSettings(
        @Setting(
                value = "The number of times that a delivery is retried after its first attempt, before it"
                        + " is parked.",
                byDefault = "5")
        @Min(0) @Max(100) int maxRetries,

        @Setting(
                value = "The timeout of one call, from connecting to the last byte of the answer. A bare"
                        + " number is seconds.",
                byDefault = "30s")
        @DurationMin(millis = 100)
        @DurationMax(minutes = 10)
        Duration timeout,

        @Setting("A PEM file with certificate authorities to trust in addition to the platform's: a TLS"
                + " proxy's, or that of `recordsync simulators --tls`.")
        @Nullable Path caFile) {

    private static final long MAX_FILE_BYTES = 1 << 20;

    /**
     * The certificates in {@code HTTP_CA_FILE}. Empty if it is not set.
     *
     * @throws SettingException if the file cannot be read, is larger than 1 MB, or holds no certificate
     */
    public List<X509Certificate> authorities() {
        return caFile == null ? List.of() : authorities(caFile);
    }

    private static List<X509Certificate> authorities(Path file) {
        List<X509Certificate> found = certificates(file);
        if (found.isEmpty()) {
            throw refused(file, "contains a certificate");
        }
        return found;
    }

    private static List<X509Certificate> certificates(Path file) {
        try (InputStream in = new ByteArrayInputStream(text(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (IOException unreadable) {
            throw refused(file, "can be read");
        } catch (CertificateException damaged) {
            throw refused(file, "contains valid certificates");
        }
    }

    private static byte[] text(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw refused(file, "has at most 1 MB");
        }
        return Files.readAllBytes(file);
    }

    private static SettingException refused(Path file, String rule) {
        return new SettingException("HTTP_CA_FILE is '%s', but must be a PEM file that %s.".formatted(file, rule));
    }
}
