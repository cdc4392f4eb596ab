package io.recordsync.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.settings.SettingException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ProgramTest {

    private final StringWriter err = new StringWriter();

    @Test
    void aSettingThatIsNotAllowedIsOneSentenceAndExitCodeTwo() {
        assertThat(run(new SettingException("API_PORT is 'x', but must be a number.")))
                .isEqualTo(2);
        assertThat(err).hasToString("API_PORT is 'x', but must be a number." + System.lineSeparator());
    }

    @Test
    void aServerThatIsAwayIsOneSentenceAndExitCodeOne() {
        assertThat(run(new StartException("There is no PostgreSQL at database:5432.")))
                .isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("There is no PostgreSQL at database:5432.");
    }

    @Test
    void anythingElseHasAnErrorIdAndSaysHowToSeeMore() {
        assertThat(run(new IllegalStateException("it broke"))).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .matches("recordsync serve failed: it broke[.] Error id: \\S+[.] To see the stack trace, run it"
                        + " again with LOG_LEVEL=debug[.]");
    }

    private int run(RuntimeException failure) {
        CommandLine line = Program.commandLine(new Serve(failure), Map.of());
        return line.setErr(new PrintWriter(err, true)).execute();
    }

    @Command(name = "serve")
    private record Serve(RuntimeException failure) implements Callable<Integer> {

        @Override
        public Integer call() {
            throw failure;
        }
    }
}
