package io.recordsync.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ResetCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void resetEmptiesTheDataAndKeepsTheTools() throws IOException {
        DataFolder.at(folder).lock().close();
        Files.createDirectories(folder.resolve("kafka/data"));
        Files.createDirectories(folder.resolve("tools"));

        assertThat(run("--yes", "--data", folder.toString())).isZero();
        assertThat(folder.resolve("kafka")).doesNotExist();
        assertThat(folder.resolve("tools")).exists();

        DataFolder.at(folder).lock().close();
        assertThat(run("--yes", "--all", "--data", folder.toString())).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void resetRefusesAFolderOfSomebodyElse() throws IOException {
        Path precious = Files.writeString(folder.resolve("thesis"), "years of work");

        assertThat(run("--yes", "--data", folder.toString())).isEqualTo(1);
        assertThat(precious).exists();
        assertThat(err.toString()).contains("was not made by recordsync");
    }

    @Test
    void resetRefusesAFolderInUse() {
        FolderLock held = DataFolder.at(folder).lock();
        try (held) {
            assertThat(run("--yes", "--data", folder.toString())).isEqualTo(1);
            assertThat(err.toString())
                    .contains("is in use")
                    .contains(held.folder().getFileName().toString());
        }
    }

    @Test
    void resetWithoutATerminalNeedsToBeToldYes() {
        DataFolder.at(folder).lock().close();

        assertThat(run("--data", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("Add --yes.");
    }

    @Test
    void resetOfToolsAloneLeavesThemUnlessToldOtherwise() throws IOException {
        Files.createDirectories(folder.resolve("tools"));

        assertThat(run("--data", folder.toString())).isZero();
        assertThat(folder.resolve("tools")).exists();
        assertThat(out.toString()).contains("There is no data in");
    }

    @Test
    void resetOfNothingIsDone() {
        assertThat(run("--data", folder.resolve("none").toString())).isZero();
        assertThat(out.toString()).contains("There is no data in");
    }

    private int run(String... arguments) {
        return new CommandLine(new ResetCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
