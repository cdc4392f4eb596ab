package io.recordsync.cli.tutorial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.cli.RecordsyncCommand;
import io.recordsync.cli.tutorial.Shell.Running;
import io.recordsync.cli.tutorial.TutorialPage.Command;
import io.recordsync.cli.tutorial.TutorialPage.WebUiList;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what docs/tutorial.md says, and compares what is printed with the page. The demo uses other ports than those on
 * the page if they are taken; then the commands are changed accordingly.
 */
class TutorialTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Pattern ADDRESS =
            Pattern.compile("^ {2}(\\S.*?) +\\S*127\\.0\\.0\\.1:(\\d+)", Pattern.MULTILINE);
    private static final Pattern PORT = Pattern.compile("(?<=(localhost|127\\.0\\.0\\.1):)\\d+");

    private final TutorialPage page;
    private Shell shell;
    private Running demo;

    /** The ports in use, by those of the page. */
    private Map<String, String> ports = Map.of();

    TutorialTest() throws IOException {
        page = TutorialPage.read();
    }

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        shell = new Shell(folder.toRealPath(), RecordsyncCommand.class);
        shell.export("API_PORT", "0");
        shell.export("WORKER_PORT", "0");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void eachCommandPrintsWhatThePageShows() {
        assertThat(page.steps()).hasSizeGreaterThan(20);
        page.steps().forEach(step -> {
            switch (step) {
                case Command command when command.startsTheDemo() -> startDemo(command);
                case Command command
                when command.deletesTheDemosData() -> {
                    demo.end();
                    run(command);
                }
                case Command command -> run(command);
                case WebUiList list -> assertListsOneWorkflow(list.address());
            }
        });
    }

    private void startDemo(Command command) {
        demo = shell.start("exec " + command.text());
        awaitOutput(command, demo::output);
        Map<String, String> inUse = addresses(demo.output());
        ports = addresses(command.output()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getValue, shown -> inUse.get(shown.getKey())));
        shell.export("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + inUse.get("Kafka"));
        shell.export("API_URL", "http://127.0.0.1:" + inUse.get("API"));
    }

    private static Map<String, String> addresses(String output) {
        return ADDRESS.matcher(output)
                .results()
                .collect(Collectors.toMap(address -> address.group(1), address -> address.group(2)));
    }

    private void run(Command command) {
        String typed = withPortsInUse(command.text());
        if (command.onlyReads()) {
            awaitOutput(command, () -> shell.run(typed));
        } else {
            assertShown(command, shell.run(typed));
        }
    }

    /** Repeats the command, as the page tells its reader to do while recordsync is still working. */
    private void awaitOutput(Command command, Supplier<String> printed) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_LOOKS)
                .untilAsserted(() -> assertShown(command, printed.get()));
    }

    private static void assertShown(Command command, String printed) {
        PageOutput shown = new PageOutput(command.output());
        assertThat(shown.matches(printed))
                .withFailMessage("%s%n%nprints:%n%s%nThe page shows:%n%s", command.text(), printed, command.output())
                .isTrue();
    }

    /** Asks the Web UI's own API, which has the same query as the address of the list. */
    private void assertListsOneWorkflow(URI list) {
        String namespace = list.getRawPath().replaceFirst("/workflows$", "");
        URI count = list.resolve("/api/v1" + namespace + "/workflow-count?" + list.getRawQuery());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shell.run(withPortsInUse("curl -s '" + count + "'")))
                        .containsPattern("\"count\": ?\"1\""));
    }

    private String withPortsInUse(String text) {
        return PORT.matcher(text).replaceAll(port -> ports.getOrDefault(port.group(), port.group()));
    }
}
