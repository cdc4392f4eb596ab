package io.recordsync.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessesTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    /** Prints two lines, serves HTTP, and waits until it is killed. */
    static final class Server {

        private Server() {}

        public static void main(String[] arguments) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/health", exchange -> exchange.sendResponseHeaders(200, -1));
            server.start();
            System.out.println("hello " + System.getenv("WHO"));
            System.out.println("port " + server.getAddress().getPort());
        }
    }

    /** Ends at once. */
    static final class Ending {

        private Ending() {}

        public static void main(String[] arguments) {}
    }

    @Test
    void aChildGetsItsEnvironmentAndAnswersUntilItIsKilled() {
        try (ChildProcesses processes =
                new ChildProcesses(folder, Map.of("WHO", "world"), ChildProcesses.SHORT_LIVED)) {
            ChildProcesses.Child child = processes.start("server", Server.class).awaitLine("port ", LIMIT);

            child.awaitHealth(URI.create("http://127.0.0.1:%s/health".formatted(port(child))), LIMIT);
            child.kill();

            assertThat(child.output()).contains("hello world");
            assertThat(child.isAlive()).isFalse();
        }
    }

    private static String port(ChildProcesses.Child child) {
        return child.output().replaceAll("(?s).*port (\\d+).*", "$1");
    }

    @Test
    void aChildIsNotTakenForAnEarlierOneOfItsName() {
        try (ChildProcesses processes =
                new ChildProcesses(folder, Map.of("WHO", "world"), ChildProcesses.SHORT_LIVED)) {
            processes.start("server", Server.class).awaitLine("port ", LIMIT).kill();

            ChildProcesses.Child second =
                    processes.start("server", Server.class).awaitLine("port ", LIMIT);

            assertThat(second.output()).containsOnlyOnce("hello world");
            assertThat(folder.resolve("server.log")).content().containsSubsequence("hello world", "hello world");
        }
    }

    @Test
    void closingEndsWhatStillRuns() {
        ChildProcesses.Child child;
        try (ChildProcesses processes = new ChildProcesses(folder, Map.of(), ChildProcesses.SHORT_LIVED)) {
            child = processes.start("server", Server.class).awaitLine("port ", LIMIT);
        }
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void aChildThatEndsTooEarlyIsNotWaitedFor() {
        try (ChildProcesses processes = new ChildProcesses(folder, Map.of(), ChildProcesses.SHORT_LIVED)) {
            ChildProcesses.Child child = processes.start("ending", Ending.class);

            assertThatThrownBy(() -> child.awaitLine("ready", LIMIT))
                    .isInstanceOf(DevStackException.class)
                    .hasMessageContaining("ending ended, but this was expected: says \"ready\"");
        }
    }
}
