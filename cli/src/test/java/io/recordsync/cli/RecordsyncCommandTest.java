package io.recordsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.ChildProcesses;
import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.devstack.ResetCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class RecordsyncCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Command(name = "break")
    static final class Break implements Runnable {

        @Override
        public void run() {
            throw new IllegalStateException("outer", new IllegalArgumentException("the valve is shut\nand more"));
        }
    }

    @Test
    void helpShowsTheCommandsAndExamples() {
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(out.toString()).contains("reset", "Examples:");
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        CommandLine all = RecordsyncCommand.commandLine(Map.of());
        assertThat(all.getSubcommands()).containsKeys("worker", "simulators", "generate", "reset");
        assertThat(all.getSubcommands().values())
                .allSatisfy(command -> assertThat(command.getUsageMessage()).contains("Example", "--help"));
    }

    @Test
    void onlyTheCommandThatIsNamedIsMade() {
        assertThat(RecordsyncCommand.commandLine(Map.of(), "--stacktrace", "reset", "--yes")
                        .getSubcommands())
                .containsOnlyKeys("reset");
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(run(Map.of(), "--version")).isZero();
        assertThat(out.toString()).startsWith("recordsync ").doesNotContain("@");
    }

    @Test
    void anUnknownCommandIsNotUnderstoodAndTheNearestIsOffered() {
        assertThat(run(Map.of(), "rest")).isEqualTo(2);
        assertThat(err.toString()).contains("Unmatched argument", "reset");
    }

    @Test
    void aFailureIsOneSentenceWithAnErrorId() {
        assertThat(run(Map.of(), "break")).isEqualTo(1);
        assertThat(err.toString())
                .matches("recordsync break failed: the valve is shut\\. Error id: [0-9a-f-]{36}\\. .*\\R");
    }

    @Test
    void whereItFailedIsShownOnRequest() {
        run(Map.of(), "--stacktrace", "break");
        assertThat(err.toString()).contains("RecordsyncCommandTest$Break.run");
    }

    @Test
    void whereItFailedIsShownWithTheLogLevelDebug() {
        run(Map.of("LOG_LEVEL", "DEBUG"), "break");
        assertThat(err.toString()).contains("RecordsyncCommandTest$Break.run");
    }

    @Test
    void aProcessOfItsOwnRunsItAsTheLauncherDoes(@TempDir Path folder) {
        try (ChildProcesses processes = new ChildProcesses(folder, Map.of(), ChildProcesses.SHORT_LIVED)) {
            Child child = processes.start("version", RecordsyncCommand.class, "--version");

            assertThat(child.awaitEnd(Duration.ofMinutes(1))).isZero();
            assertThat(child.output()).startsWith("recordsync ");
        }
    }

    private int run(Map<String, String> environment, String... arguments) {
        return RecordsyncCommand.commandLine(List.of(ResetCommand.class, Break.class), environment, arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
