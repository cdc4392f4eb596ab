package io.recordsync.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.settings.api.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

class SettingsFlagsTest {

    @ConfigurationProperties("http")
    record Calls(
            @Setting(value = "A time.", byDefault = "30s") Duration timeout) {}

    @Command(name = "sample", mixinStandardHelpOptions = true)
    static final class Sample implements Runnable {

        @Mixin
        private final SettingsFlags settings = SettingsFlags.of(Calls.class, LogSettings.class);

        @Parameters(arity = "0..1")
        private @Nullable String file;

        @Override
        public void run() {}
    }

    private final Sample sample = new Sample();
    private final CommandLine command = new CommandLine(sample);

    @Test
    void everySettingIsAFlag() {
        assertThat(command.execute("--http-timeout", "9s", "FILE", "--log-level=debug", "--config", "c.yaml"))
                .isZero();
        assertThat(sample.settings.sources().flags())
                .containsOnly(java.util.Map.entry("HTTP_TIMEOUT", "9s"), java.util.Map.entry("LOG_LEVEL", "debug"));
        assertThat(sample.settings.sources().config()).contains(Path.of("c.yaml"));
        assertThat(sample.file).isEqualTo("FILE");
    }

    @Test
    void anUnknownFlagNamesTheNearest() {
        StringWriter errors = new StringWriter();
        command.setErr(new PrintWriter(errors));
        assertThat(command.execute("--http-timout", "9s")).isEqualTo(SettingException.EXIT_CODE);
        assertThat(errors.toString()).contains("--http-timeout");
    }

    @Test
    void theHelpHasThemAll() {
        assertThat(command.getUsageMessage()).contains("--http-timeout=VALUE", "Default: 30s.", "--log-file");
    }
}
