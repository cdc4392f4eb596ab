package io.recordsync.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchSettingsTest {

    @Test
    void ofTheEnvironmentOnlyWhatIsOursIsTold() {
        Map<String, Object> reported = BenchSettings.reported(
                Map.of("HUBSPOT_WINDOW_LIMIT", "0"),
                Map.of("BRIDGE_MAX_CHUNK", "400", "HTTP_PROXY", "http://user:password@proxy", "HOME", "/home/user"));

        assertThat(reported).containsOnlyKeys("BRIDGE_MAX_CHUNK", "HUBSPOT_WINDOW_LIMIT", "jvm");
    }

    @Test
    void theyAreSettings() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "settings.md"));

        assertThat(BenchSettings.OURS).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }
}
