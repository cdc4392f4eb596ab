package io.recordsync.devstack;

import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.devstack.ChildProcesses.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class DevStackTest {

    private final RunningServers runningServers = new RunningServers(Duration.ofMinutes(1));

    /** For a server that does not answer. */
    private final RunningServers impatient = new RunningServers(Duration.ofSeconds(2));

    private Path folder;
    private DevStack stack;

    /** Runs the servers in another process, so that a test can kill it. */
    static final class Owner {

        private Owner() {}

        public static void main(String[] arguments) throws IOException {
            DevStack.start(DevStack.Options.onFreePorts(DataFolder.at(Path.of(arguments[0]))), Progress.silent());
            System.out.println("ready");
            System.in.read();
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        this.folder = folder;
        stack = DevStack.start(DevStack.Options.onFreePorts(DataFolder.at(folder)), Progress.silent());
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void allThreeServe() {
        runningServers.checkKafka(stack.kafkaBootstrapServers());
        runningServers.checkDatabase(stack.databaseUrl());
        runningServers.checkTemporal(stack.temporalAddress());
        assertThat(stack.webUi()).isPresent();
    }

    @Test
    void otherUsersOfTheMachineSeeNothingOfTheData() throws IOException {
        assertThat(Files.getPosixFilePermissions(folder))
                .containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE);
    }

    @Test
    void twoDoNotShareAFolder() {
        assertThatThrownBy(() -> DevStack.start(DevStack.Options.onFreePorts(DataFolder.at(folder)), Progress.silent()))
                .isInstanceOf(DevStackException.class)
                .hasMessage(
                        "The folder %s is in use by another recordsync. Stop that one, or choose"
                                + " another folder with --data.",
                        folder);
    }

    @Test
    void serversThatTheEnvironmentNamesAreUsedAndNoneIsStarted(@TempDir Path other) {
        try (DevStack second = DevStack.start(options(other, stack.environment()), Progress.silent())) {
            assertThat(second.environment()).isEqualTo(stack.environment());
            assertThat(second.kafka()).isEmpty();
            assertThat(second.database()).isEmpty();
            assertThat(second.temporal()).isEmpty();
        }
        runningServers.checkTemporal(stack.temporalAddress());
    }

    @Test
    void aServerThatDoesNotAnswerIsNamedAndNothingIsLeftBehind(@TempDir Path other) {
        Map<String, String> environment =
                Map.of(DevStack.DATABASE_URL, "jdbc:postgresql://127.0.0.1:1/none?password=secret");

        assertThatThrownBy(() -> DevStack.start(options(other, environment), Progress.silent()))
                .isInstanceOf(DevStackException.class)
                .hasMessage("No PostgreSQL database answers at postgresql://127.0.0.1:1/none (SQL state"
                        + " 08001). Start it, correct DATABASE_URL, or unset it to use the embedded one.");

        FolderLock.of(DataFolder.at(other).kafka()).close();
        FolderLock.of(DataFolder.at(other).temporal()).close();
        DataFolder.at(other).lock().close();
    }

    @Test
    void aKafkaThatDoesNotAnswerIsNamed() {
        assertThatThrownBy(() -> impatient.checkKafka("127.0.0.1:1"))
                .isInstanceOf(DevStackException.class)
                .hasMessageStartingWith("No Kafka answers at 127.0.0.1:1. Start it, correct KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void whatAKilledProcessLeftRunningIsReplacedOnTheSameData(@TempDir Path other) {
        try (ChildProcesses processes = new ChildProcesses(other, Map.of(), ChildProcesses.SHORT_LIVED)) {
            Path data = other.resolve("data");
            Child owner =
                    processes.start("owner", Owner.class, data.toString()).awaitLine("ready", Duration.ofMinutes(1));

            owner.kill();

            try (DevStack second =
                    DevStack.start(DevStack.Options.onFreePorts(DataFolder.at(data)), Progress.silent())) {
                second.kafka().orElseThrow().createTopics("events", 1);
                runningServers.checkDatabase(second.databaseUrl());
                runningServers.checkTemporal(second.temporalAddress());
            }
        }
    }

    @Test
    void aTemporalThatDoesNotAnswerIsNamed() {
        assertThatThrownBy(() -> impatient.checkTemporal("127.0.0.1:1"))
                .isInstanceOf(DevStackException.class)
                .hasMessageStartingWith(
                        "No Temporal server answers at 127.0.0.1:1. Start it, correct TEMPORAL_ADDRESS");
    }

    @Test
    void aDatabaseAddressOfAnotherFormIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> runningServers.checkDatabase("mysql://me:secret@host/db"))
                .isInstanceOf(DevStackException.class)
                .hasMessageContaining("DATABASE_URL")
                .hasMessageNotContaining("secret");
    }

    private static DevStack.Options options(Path folder, Map<String, String> environment) {
        DevStack.Options free = DevStack.Options.onFreePorts(DataFolder.at(folder));
        return new DevStack.Options(
                free.data(),
                free.tools(),
                free.kafka(),
                free.database(),
                free.temporal(),
                free.webUi(),
                free.maxMessageBytes(),
                environment);
    }
}
