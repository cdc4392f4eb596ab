package io.recordsync.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.settings.Catalogue;
import io.recordsync.settings.SettingsDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Stands here because the devstack alone knows every module, and so every setting. */
class SettingsDocumentTest {

    /** With this system property the page is written, not checked. */
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
                        "docs/settings.md is older than the settings; write it anew: "
                                + "./mvnw -pl devstack -am test -Dtest=SettingsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
                        WRITE)
                .hasContent(page);
    }
}
