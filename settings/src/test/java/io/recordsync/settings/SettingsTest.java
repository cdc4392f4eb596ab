package io.recordsync.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.settings.api.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;

class SettingsTest {

    @ConfigurationProperties("sample")
    record Sample(
            @Setting(value = "Names.", byDefault = "one") List<String> nodeNames,

            @Setting(value = "A count.", byDefault = "3") @Min(1) @Max(9) int howMany,

            @Setting(value = "A secret.", secret = true) @Nullable String apiKey) {}

    @ConfigurationProperties("")
    record Rootless(
            @Setting(value = "A list.", byDefault = "a,b") List<String> systems) {}

    @ConfigurationProperties("http")
    record Calls(
            @Setting(value = "Retries.", byDefault = "5") @Min(0) @Max(100) int maxRetries,

            @Setting(value = "A time.", byDefault = "30s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
            Duration timeout,

            @Setting("A path.") @Nullable Path caFile) {}

    @ConfigurationProperties("retry")
    record Retry(
            @Setting(value = "A choice.", byDefault = "full")
            Jitter jitter) {}

    enum Jitter {
        FULL,
        NONE
    }

    private static final Catalogue CATALOGUE =
            Catalogue.of(List.of(Sample.class, Rootless.class, Calls.class, Retry.class));

    @TempDir
    Path folder;

    @Test
    void whatNobodySetsHasItsDefault() {
        assertThat(sample(Map.of(), Map.of())).isEqualTo(new Sample(List.of("one"), 3, null));
        assertThat(read(Calls.class, Map.of())).isEqualTo(new Calls(5, Duration.ofSeconds(30), null));
        assertThat(read(Rootless.class, Map.of()).systems()).containsExactly("a", "b");
    }

    @Test
    void aFlagGoesOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path config = write("config.yaml", "sample:\n  how-many: 2\n  node-names: [x, y]\n  api-key: from-file\n");
        SettingSources sources = new SettingSources(
                Map.of("SAMPLE_HOW_MANY", "4"),
                Map.of("SAMPLE_HOW_MANY", "5", "SAMPLE_NODE_NAMES", "p,q"),
                Optional.of(config));

        Sample sample = Settings.read(CATALOGUE, sources, Catalogue.of(List.of(Sample.class)))
                .get(Sample.class);

        assertThat(sample).isEqualTo(new Sample(List.of("p", "q"), 4, "from-file"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sample\":\t{\"howMany\": 7, \"how-many\": 7}}",
                "{\"sample\": {\"how-many\": 7, \"node-names\": [\"a\"]}}",
                "{\"SAMPLE_HOW_MANY\": 7}",
                "{\"sample.how-many\": \"7\"}"
            })
    void theFileMayBeJson(String json) throws IOException {
        Path config = write("config.json", json.replace("\"howMany\": 7, ", ""));
        SettingSources sources = new SettingSources(Map.of(), Map.of(), Optional.of(config));
        assertThat(Settings.read(CATALOGUE, sources, Catalogue.of(List.of(Sample.class)))
                        .get(Sample.class)
                        .howMany())
                .isEqualTo(7);
    }

    @Test
    void anEmptyValueIsTheSameAsNone() {
        assertThat(sample(Map.of(), Map.of("SAMPLE_HOW_MANY", "", "SAMPLE_NODE_NAMES", " "))
                        .howMany())
                .isEqualTo(3);
    }

    @Test
    void aBareNumberIsSeconds() {
        assertThat(read(Calls.class, Map.of("HTTP_TIMEOUT", "7")).timeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SAMPLE_HOW_MANY  | none | SAMPLE_HOW_MANY is 'none', but must be a whole number from 1 to 9.
        SAMPLE_HOW_MANY  | 10   | SAMPLE_HOW_MANY is '10', but must be a whole number from 1 to 9.
        HTTP_TIMEOUT     | soon | \
        HTTP_TIMEOUT is 'soon', but must be a time such as 500ms, 30s, 5m or 6h from 100ms to 10m.
        HTTP_TIMEOUT     | 11m  | \
        HTTP_TIMEOUT is '11m', but must be a time such as 500ms, 30s, 5m or 6h from 100ms to 10m.
        RETRY_JITTER     | some | RETRY_JITTER is 'some', but must be one of full, none.
        HTTP_MAX_RETRIES | -1   | HTTP_MAX_RETRIES is '-1', but must be a whole number from 0 to 100.
        """)
    void aBadValueIsNamedWithWhatIsAllowed(String name, String value, String sentence) {
        SettingSources sources = new SettingSources(Map.of(), Map.of(name, value), Optional.empty());
        assertThatThrownBy(() -> Settings.read(
                        CATALOGUE, sources, Catalogue.of(List.of(Sample.class, Calls.class, Retry.class))))
                .isInstanceOf(SettingException.class)
                .hasMessage(sentence);
    }

    @Test
    void aSecretMayBeAFile() throws IOException {
        Path secret = write("secret", " s3cret \n");
        assertThat(sample(Map.of(), Map.of("SAMPLE_API_KEY_FILE", secret.toString()))
                        .apiKey())
                .isEqualTo("s3cret");
    }

    @Test
    void aSecretsFileThatCannotBeReadStopsTheStart() {
        assertThatThrownBy(() -> sample(Map.of(), Map.of("SAMPLE_API_KEY_FILE", "/nowhere/secret")))
                .isInstanceOf(SettingException.class)
                .hasMessage("SAMPLE_API_KEY_FILE is '/nowhere/secret', but must be a file that can be read.");
    }

    @Test
    void aSecretIsGivenOnceOnly() {
        assertThatThrownBy(() -> sample(Map.of(), Map.of("SAMPLE_API_KEY_FILE", "a", "SAMPLE_API_KEY", "b")))
                .hasMessage("Only one of SAMPLE_API_KEY and SAMPLE_API_KEY_FILE may be given.");
    }

    @Test
    void anUnknownKeyOfTheFileIsNamedWithTheNearest() throws IOException {
        Path config = write("config.yaml", "sample:\n  how-mny: 2\n");
        assertThatThrownBy(() -> Settings.read(
                        CATALOGUE,
                        new SettingSources(Map.of(), Map.of(), Optional.of(config)),
                        Catalogue.of(List.of(Sample.class))))
                .hasMessage(("The configuration file %s has the setting SAMPLE_HOW_MNY, which does not"
                                + " exist. The nearest name is SAMPLE_HOW_MANY.")
                        .formatted(config));
    }

    @ParameterizedTest
    @CsvSource({"config.json,'{\"a\": ]',line 1", "config.yaml,'a: [1',line 1", "config.yaml,'a: 1\na: 2',line 2"})
    void aFileThatIsNeitherSaysWhere(String name, String text, String place) throws IOException {
        Path config = write(name, text);
        assertThatThrownBy(() -> Settings.read(
                        CATALOGUE,
                        new SettingSources(Map.of(), Map.of(), Optional.of(config)),
                        Catalogue.of(List.of(Sample.class))))
                .isInstanceOf(SettingException.class)
                .hasMessageEndingWith("is not valid YAML or JSON: see " + place + ".");
    }

    @Test
    void aFileWithoutNamesIsRefused() throws IOException {
        SettingSources sources =
                new SettingSources(Map.of(), Map.of(), Optional.of(write("config.yaml", "- SAMPLE_HOW_MANY")));
        assertThatThrownBy(() -> Settings.read(CATALOGUE, sources, Catalogue.of(List.of(Sample.class))))
                .isInstanceOf(SettingException.class)
                .hasMessageEndingWith("config.yaml must contain names with values.");
    }

    @Test
    void aFileThatIsMissingIsSaid() {
        SettingSources sources = new SettingSources(Map.of(), Map.of(), Optional.of(Path.of("/nowhere/c.yaml")));
        assertThatThrownBy(() -> Settings.read(CATALOGUE, sources, Catalogue.of(List.of(Sample.class))))
                .hasMessage("The configuration file /nowhere/c.yaml cannot be read. --config must name a YAML or"
                        + " JSON file.");
    }

    @Test
    void theCatalogueHasEverySettingOfTheClassPathAndThePageShowsThem() {
        Catalogue catalogue = Catalogue.ofClassPath();
        assertThat(catalogue.names())
                .contains("DATABASE_URL", "DATABASE_URL_FILE", "TEMPORAL_ADDRESS", "LOG_LEVEL", "BIND_ADDRESS");
        assertThat(SettingsDocument.of(catalogue))
                .contains(
                        "| `DATABASE_MIGRATION_TIMEOUT` | `1h` | a time such as 500ms, 30s, 5m or 6h from 1s to 7d |");
    }

    @Test
    void everyDefaultIsAllowed() {
        assertThat(Settings.read(
                                Catalogue.ofClassPath(),
                                new SettingSources(Map.of(), Map.of(), Optional.empty()),
                                Catalogue.of(new SharedSettings().records()))
                        .records())
                .hasSize(7);
    }

    private Sample sample(Map<String, String> flags, Map<String, String> environment) {
        return Settings.read(
                        CATALOGUE,
                        new SettingSources(flags, environment, Optional.empty()),
                        Catalogue.of(List.of(Sample.class)))
                .get(Sample.class);
    }

    private static <T extends Record> T read(Class<T> type, Map<String, String> environment) {
        return Settings.read(
                        CATALOGUE,
                        new SettingSources(Map.of(), environment, Optional.empty()),
                        Catalogue.of(List.of(type)))
                .get(type);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
