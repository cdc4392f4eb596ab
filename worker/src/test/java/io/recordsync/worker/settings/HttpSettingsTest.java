package io.recordsync.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.settings.SettingException;
import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {

    private static final String AUTHORITY = """
        -----BEGIN CERTIFICATE-----
        MIIBdTCCARugAwIBAgIUBfJ80XS+LYySdT6FRitLDsTaRAYwCgYIKoZIzj0EAwIw
        EDEOMAwGA1UEAwwFcHJveHkwHhcNMjYxMTIwMTYyMjUzWhcNMzYxMTE3MTYyMjUz
        WjAQMQ4wDAYDVQQDDAVwcm94eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCPu
        cxe43U2pTh6PHb5V++0K54oqtrbKjy54FORJowx6w4tBf0w1uzVF2oFXR4Ay1XYb
        R434Snp30erWywmji2GjUzBRMB0GA1UdDgQWBBSmRQ+lNpepcOTCWHHM3OwDjuwK
        jTAfBgNVHSMEGDAWgBSmRQ+lNpepcOTCWHHM3OwDjuwKjTAPBgNVHRMBAf8EBTAD
        AQH/MAoGCCqGSM49BAMCA0gAMEUCIQDOz5NjyXxvqx8RkCoFWVB+SkZyYF9SLOjQ
        MP23li17nwIgOqPHLKDErdqfwivbG2XWYffxYT4aacwoLThto1awb8A=
        -----END CERTIFICATE-----
        """;

    @TempDir
    Path folder;

    @Test
    void withoutAFileThePlatformsAuthoritiesAreAllThereAre() {
        assertThat(read(Map.of()).authorities()).isEmpty();
    }

    @Test
    void allCertificatesOfTheFileAreTaken() throws IOException {
        HttpSettings settings = withFile("Our proxies:\n" + AUTHORITY + "and\n" + AUTHORITY);

        assertThat(settings.authorities())
                .hasSize(2)
                .allSatisfy(authority ->
                        assertThat(authority.getSubjectX500Principal()).hasToString("CN=proxy"));
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        Path missing = folder.resolve("none.pem");

        assertThatThrownBy(read(Map.of("HTTP_CA_FILE", missing.toString()))::authorities)
                .isInstanceOf(SettingException.class)
                .hasMessage("HTTP_CA_FILE is '%s', but must be a PEM file that can be read.", missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate\n", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void aFileWithoutACertificateIsRefused(String text) throws IOException {
        assertThatThrownBy(withFile(text)::authorities)
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(
                        "HTTP_CA_FILE is '" + folder.resolve("ca.pem") + "', but must be a PEM file that contains ");
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        assertThatThrownBy(withFile(" ".repeat((1 << 20) + 1))::authorities)
                .hasMessageEndingWith("but must be a PEM file that has at most 1 MB.");
    }

    private HttpSettings withFile(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), text);
        return read(Map.of("HTTP_CA_FILE", file.toString()));
    }

    private static HttpSettings read(Map<String, String> environment) {
        return Settings.read(new SettingSources(Map.of(), environment, Optional.empty()), HttpSettings.class)
                .get(HttpSettings.class);
    }
}
