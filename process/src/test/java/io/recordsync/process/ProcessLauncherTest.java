package io.recordsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.postgres.FreePort;
import io.recordsync.postgres.PrivatePostgres;
import io.recordsync.settings.Catalogue;
import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import io.recordsync.settings.SharedSettings;
import io.recordsync.store.Store;
import io.recordsync.store.ledger.RecordKey;
import io.temporal.client.WorkflowClient;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.PortBoundTestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

class ProcessLauncherTest {

    private static final ProcessPlan PLAN = new ProcessPlan(
            "sample", List.of(DatabaseConfiguration.class, TemporalConfiguration.class), OptionalInt.of(0), Map.of());

    private static PrivatePostgres database;
    private static PortBoundTestServer temporal;
    private static int temporalPort;

    @BeforeAll
    static void startServers() throws IOException {
        LoggingSystem.get(ProcessLauncherTest.class.getClassLoader())
                .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        database = PrivatePostgres.start();
        temporalPort = FreePort.draw();
        temporal = TestServer.createPortBoundServer(temporalPort);
    }

    @AfterAll
    static void stopServers() throws IOException {
        temporal.close();
        database.close();
    }

    @Test
    void aProcessReachesItsServersAndIsReady() throws Exception {
        try (RunningProcess process = ProcessLauncher.start(PLAN, settings(Map.of()))) {
            assertThat(process.bean(Store.class).backlog().unsettled().total()).isZero();
            assertThat(process.bean(WorkflowClient.class).getOptions().getDataConverter())
                    .isSameAs(process.bean(io.temporal.common.converter.DataConverter.class));
            assertThat(get(process, "/actuator/health/readiness"))
                    .contains("\"status\":\"UP\"", "\"temporal\"", "\"db\"");
        }
    }

    /** Spring Boot keeps the format of the first process for all processes that start in the same JVM after it. */
    @BeforeEach
    void forgetTheFormatOfEarlierLogs() {
        System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
        System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
    }

    @ParameterizedTest
    @CsvSource({
        "text,' INFO  It happened ['",
        "text,'recordId=A1'",
        "json,'\"tenant\":\"default\"'",
        "json,'\"errorId\":\"e-1\"'"
    })
    void everyLineSaysWhatItIsAbout(String format, String expected, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("log");
        RunningProcess process =
                ProcessLauncher.start(PLAN, settings(Map.of("LOG_FILE", file.toString(), "LOG_FORMAT", format)));
        try (process) {
            LogFields.of(new RecordKey("default", "contact", "A1"))
                    .errorId("e-1")
                    .during(() ->
                            LoggerFactory.getLogger(ProcessLauncherTest.class).info("It happened"));
        }
        assertThat(Files.readString(file)).contains(expected);
    }

    @Test
    void anUnreachableDatabaseIsSaidInOneSentence() throws IOException {
        String nowhere = String.format(Locale.ROOT, "postgres://u:s3cret@127.0.0.1:%d/app", FreePort.draw());
        assertThatThrownBy(() ->
                        ProcessLauncher.start(PLAN, settings(Map.of("DATABASE_URL", nowhere, "START_TIMEOUT", "0s"))))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("PostgreSQL at postgresql://127.0.0.1:")
                .hasMessageEndingWith("Start it, or set DATABASE_URL.")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void anUnreachableTemporalIsSaidInOneSentence() throws IOException {
        String nowhere = "127.0.0.1:" + FreePort.draw();
        assertThatThrownBy(() -> ProcessLauncher.start(
                        PLAN, settings(Map.of("TEMPORAL_ADDRESS", nowhere, "START_TIMEOUT", "0s"))))
                .isInstanceOf(StartException.class)
                .hasMessage("Temporal at %s cannot be reached (UNAVAILABLE). Start it, or set TEMPORAL_ADDRESS."
                        .formatted(nowhere));
    }

    private static Settings settings(Map<String, String> more) {
        SettingSources sources = new SettingSources(
                more,
                Map.of("DATABASE_URL", database.url("postgres"), "TEMPORAL_ADDRESS", "127.0.0.1:" + temporalPort),
                Optional.empty());
        return Settings.read(Catalogue.ofClassPath(), sources, Catalogue.of(new SharedSettings().records()));
    }

    private static String get(RunningProcess process, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + process.port() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
