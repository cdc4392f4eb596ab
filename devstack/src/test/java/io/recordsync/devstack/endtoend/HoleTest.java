package io.recordsync.devstack.endtoend;

import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.simulator.SimulatorsOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network between our processes and PostgreSQL discards everything for some time. */
class HoleTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    /**
     * Parameters for the database's URL. {@code verify} sets short limits. {@code -Psoak} sets none, so that the
     * processes use their defaults.
     */
    private static final String LIMITS =
            System.getProperty("database.limits", "&connectTimeout=2&loginTimeout=2&socketTimeout=3");

    @Test
    void afterAHoleToPostgresAllProcessesWorkAgainByThemselves(@TempDir Path folder) {
        try (Installation installation = Installation.start(folder, SimulatorsOptions.defaults(), Map.of());
                Hole hole =
                        new Hole(address(installation.servers().databaseUrl()).getPort())) {
            Map<String, String> throughTheHole =
                    Map.of("DATABASE_URL", through(hole, installation.servers().databaseUrl()));
            Child worker = installation.startWorker("worker", throughTheHole);
            Child starter = installation.startStarter("starter", throughTheHole);
            installation.send("A1", Contacts.event("create", "A1", "customer", 1));
            installation.awaitSettled(1, SOON);

            hole.swallow();
            installation.send("A1", Contacts.event("update", "A1", "customer", 2));
            installation.await("the worker says that it is not ready", SOON, () -> !isReady(worker));
            installation.await("the starter says that it is not ready", SOON, () -> !isReady(starter));
            hole.heal();

            installation.await("the worker is ready", SOON, () -> isReady(worker));
            installation.await("the starter is ready", SOON, () -> isReady(starter));
            installation.awaitSettled(2, SOON);
        }
    }

    private static boolean isReady(Child process) {
        URI readiness = URI.create(Installation.api(process) + "/actuator/health/readiness");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(readiness).timeout(ANSWER).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException noAnswer) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static URI address(String jdbcUrl) {
        return URI.create(jdbcUrl.substring("jdbc:".length()));
    }

    private static String through(Hole hole, String jdbcUrl) {
        String there = address(jdbcUrl).getRawAuthority();
        return jdbcUrl.replace(there, "127.0.0.1:" + hole.port()) + LIMITS;
    }
}
