package io.recordsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.settings.Catalogue;
import io.recordsync.settings.SettingsDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** This test is here because only this module depends on every module, and thus knows every setting. */
class SettingsDocumentTest {

    /** If this system property is set, the test writes the page instead of checking it. */
    private static final String WRITE = "settings.write";

    private static final Path PAGE = Path.of("..", "docs", "settings.md");

    @Test
    void thePageOfSettingsIsWhatTheCodeSays() throws IOException {
        String page = SettingsDocument.of(Catalogue.ofClassPath());
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as(
                        "docs/settings.md is older than the settings; write it anew: ./mvnw -pl cli -am test "
                                + "-Dtest=SettingsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
                        WRITE)
                .hasContent(page);
    }
}
