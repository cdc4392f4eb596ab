package io.recordsync.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class RecordsyncTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

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
        CommandLine all = Recordsync.commandLine(Map.of());
        assertThat(all.getSubcommands()).containsKeys("worker", "simulators", "generate", "reset");
        assertThat(all.getSubcommands().values())
                .allSatisfy(command -> assertThat(command.getUsageMessage()).contains("Example", "--help"));
    }

    @Test
    void onlyTheCommandThatIsNamedIsMade() {
        assertThat(Recordsync.commandLine(Map.of(), "--stacktrace", "reset", "--yes")
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
                .matches("recordsync break failed: the valve is shut\\. Error id [0-9a-f-]{36}; .*\\R");
    }

    @Test
    void whereItFailedIsShownOnRequest() {
        run(Map.of(), "--stacktrace", "break");
        assertThat(err.toString()).contains("RecordsyncTest$Break.run");
    }

    @Test
    void whereItFailedIsShownWithTheLogLevelDebug() {
        run(Map.of("LOG_LEVEL", "DEBUG"), "break");
        assertThat(err.toString()).contains("RecordsyncTest$Break.run");
    }

    @Test
    void resetEmptiesTheDataAndKeepsTheTools() throws IOException {
        DataFolder.at(folder).lock().close();
        Files.createDirectories(folder.resolve("kafka/data"));
        Files.createDirectories(folder.resolve("tools"));

        assertThat(run(Map.of(), "reset", "--yes", "--data", folder.toString())).isZero();
        assertThat(folder.resolve("kafka")).doesNotExist();
        assertThat(folder.resolve("tools")).exists();

        DataFolder.at(folder).lock().close();
        assertThat(run(Map.of(), "reset", "--yes", "--all", "--data", folder.toString()))
                .isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void resetRefusesAFolderOfSomebodyElse() throws IOException {
        Path precious = Files.writeString(folder.resolve("thesis"), "years of work");

        assertThat(run(Map.of(), "reset", "--yes", "--data", folder.toString())).isEqualTo(1);
        assertThat(precious).exists();
        assertThat(err.toString()).contains("was not made by recordsync");
    }

    @Test
    void resetRefusesAFolderInUse() {
        try (FolderLock held = DataFolder.at(folder).lock()) {
            assertThat(run(Map.of(), "reset", "--yes", "--data", folder.toString()))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .contains("is in use")
                    .contains(held.folder().getFileName().toString());
        }
    }

    @Test
    void resetWithoutATerminalNeedsToBeToldYes() {
        DataFolder.at(folder).lock().close();

        assertThat(run(Map.of(), "reset", "--data", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("say it with --yes");
    }

    @Test
    void resetOfToolsAloneLeavesThemUnlessToldOtherwise() throws IOException {
        Files.createDirectories(folder.resolve("tools"));

        assertThat(run(Map.of(), "reset", "--data", folder.toString())).isZero();
        assertThat(folder.resolve("tools")).exists();
        assertThat(out.toString()).contains("There is no data in");
    }

    @Test
    void resetOfNothingIsDone() {
        assertThat(run(Map.of(), "reset", "--data", folder.resolve("none").toString()))
                .isZero();
        assertThat(out.toString()).contains("There is no data in");
    }

    private int run(Map<String, String> environment, String... arguments) {
        return Recordsync.commandLine(List.of(ResetCommand.class, Break.class), environment, arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
