package io.recordsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.postgres.FreePort;
import io.recordsync.settings.Catalogue;
import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import io.recordsync.settings.SharedSettings;
import io.recordsync.settings.StartSettings;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.PortBoundTestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class StartWaitTest {

    private static final ProcessPlan PLAN = new ProcessPlan(
            "sample", List.of(DatabaseConfiguration.class, TemporalConfiguration.class), OptionalInt.of(0), Map.of());

    @Test
    void aProcessThatIsStartedBeforeItsServersIsReadyWhenTheyAre(CapturedOutput output) throws Exception {
        int databasePort = FreePort.draw();
        int temporalPort = FreePort.draw();
        Settings settings = settings(databasePort, temporalPort);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<RunningProcess> process = threads.submit(() -> ProcessLauncher.start(PLAN, settings));
            await(output, "PostgreSQL at postgresql://localhost:" + databasePort);
            EmbeddedPostgres database =
                    EmbeddedPostgres.builder().setPort(databasePort).start();
            try (database) {
                await(output, "Temporal at 127.0.0.1:" + temporalPort);
                PortBoundTestServer temporal = TestServer.createPortBoundServer(temporalPort);
                try (temporal;
                        RunningProcess ready = process.get()) {
                    assertThat(ready.port()).isPositive();
                }
            }
        }
    }

    @Test
    void whatAnswersLaterIsAskedUntilItDoes() {
        AtomicInteger asked = new AtomicInteger();
        assertThat(patient().<Integer>until(() -> {
                    if (asked.incrementAndGet() < 3) {
                        throw new ServerAwayException("away", new IOException());
                    }
                    return asked.get();
                }))
                .isEqualTo(3);
    }

    @Test
    void whatNeverAnswersEndsTheStartWithTheReasonOfTheLastTime() {
        AtomicInteger asked = new AtomicInteger();
        StartWait brief = new StartWait(new StartSettings(Duration.ofMillis(1)));
        assertThatThrownBy(() -> brief.until((Supplier<Integer>) () -> {
                    throw new ServerAwayException("away " + asked.incrementAndGet(), new IOException());
                }))
                .isInstanceOf(StartException.class)
                .hasMessage("away " + asked.get());
        assertThat(asked).hasValueGreaterThan(1);
    }

    @Test
    void aServerThatRefusesUsIsNotAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> patient().until((Supplier<Integer>) () -> {
                    asked.incrementAndGet();
                    throw new StartException("refused");
                }))
                .hasMessage("refused");
        assertThat(asked).hasValue(1);
    }

    private static StartWait patient() {
        return new StartWait(new StartSettings(Duration.ofMinutes(1)));
    }

    private static void await(CapturedOutput output, String server) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> output.getAll().contains(server));
    }

    private static Settings settings(int databasePort, int temporalPort) {
        Map<String, String> environment = Map.of(
                "DATABASE_URL",
                String.format(Locale.ROOT, "postgres://postgres:postgres@localhost:%d/postgres", databasePort),
                "TEMPORAL_ADDRESS",
                "127.0.0.1:" + temporalPort);
        return Settings.read(
                Catalogue.ofClassPath(),
                new SettingSources(Map.of(), environment, Optional.empty()),
                Catalogue.of(new SharedSettings().records()));
    }
}
