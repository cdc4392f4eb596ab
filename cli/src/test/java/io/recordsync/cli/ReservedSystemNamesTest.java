package io.recordsync.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.settings.SettingException;
import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only here are the settings of all modules on the class path, as they are in an installation. */
class ReservedSystemNamesTest {

    @ParameterizedTest
    @CsvSource({"api,API_", "kafka,KAFKA_", "worker,WORKER_", "bridge,BRIDGE_", "temporal,TEMPORAL_"})
    void aSystemWhoseSettingsWouldBeginLikeOthersIsRefused(String name, String prefix) {
        SettingSources sources =
                new SettingSources(Map.of(), Map.of("SYNC_SYSTEMS", name + ":files"), Optional.empty());

        assertThatThrownBy(() -> Settings.readAll(sources))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("No system can be named %s: its settings would begin with %s, and", name, prefix);
    }
}
