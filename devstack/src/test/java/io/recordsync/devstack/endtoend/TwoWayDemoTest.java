package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.demo.DemoCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demo in which people edit both sides at the same time, as a person starts it. */
class TwoWayDemoTest {

    @TempDir
    private Path folder;

    @Test
    void afterTheEditsBothSidesAreEqualAndNoEditIsLost() {
        StringWriter printed = new StringWriter();

        int exit = new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(printed))
                .execute(
                        "--two-way",
                        "--once",
                        "--edits",
                        "40",
                        "--rate",
                        "5",
                        "--seed",
                        "7",
                        "--data",
                        folder.toString());

        assertThat(exit).as(printed.toString()).isZero();
        assertThat(printed.toString()).contains("\"unequal\":0,\"lost\":0");
    }
}
