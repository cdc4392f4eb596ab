package io.recordsync.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recordsync.connectors.files.FilesSettings.Mode;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/contacts.csv",
                "/data/{object}-*.jsonl",
                "https://host/{object}.csv?token=t",
                "github:acme/customers/a b/{object}.csv",
                "github:acme/customers/x.ndjson@feature/y"
            })
    void aSourceIsKnownByItsForm(String source) {
        assertThatCode(() -> FilesSettings.of(Optional.empty(), Optional.of(source)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/{object}/x.csv",
                "/da*/x.csv",
                "/data/[.csv",
                "https://host/x.xml",
                "https://user:p@host/x.csv",
                "http://",
                "github:acme/customers",
                "github:acme/customers/../x.csv",
                "github:acme/customers/x.csv@a b",
                "github:ac me/customers/x.csv"
            })
    void aSourceThatIsNoneIsRefusedWithWhatIsAllowed(String source) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilesSettings.of(Optional.empty(), Optional.of(source)))
                .withMessageContaining("must");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data/x.txt", "/{object}/x.csv", "x"})
    void aPathThatIsNoneIsRefusedWithWhatIsAllowed(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilesSettings.of(Optional.of(path), Optional.empty()))
                .withMessageContaining("must");
    }

    @Test
    void theirTextShowsNoSecret() {
        FilesSettings settings = settings(StandardCharsets.UTF_8, "id");

        assertThat(settings.toString())
                .contains("host")
                .doesNotContain("secret")
                .doesNotContain("ghp");
    }

    @Test
    void anEncodingInWhichRowsCannotBeToldApartIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(Charset.forName("UTF-32"), "id"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(Charset.forName("IBM037"), "id"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(StandardCharsets.UTF_8, "recordsync_id"));
    }

    private static FilesSettings settings(Charset encoding, String key) {
        return new FilesSettings(
                Optional.empty(),
                Mode.REPLACE,
                Optional.of("https://host/x.csv?key=secret"),
                encoding,
                key,
                "recordsync_id",
                URI.create("https://api.github.com"),
                Optional.of("ghp_1"));
    }
}
