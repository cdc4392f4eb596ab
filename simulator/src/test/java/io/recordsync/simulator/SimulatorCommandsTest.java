package io.recordsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.events.GenerateCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulatorCommandsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpHasAnExample() {
        assertThat(run(new SimulatorsCommand(), "--help")).isZero();
        assertThat(run(new GenerateCommand(), "--help")).isZero();

        assertThat(out.toString())
                .contains("recordsync simulators --faults mixed")
                .contains("recordsync generate --events 500")
                .contains("internal.customer.events");
    }

    @Test
    void simulatorsPrintTheirAddressesAndCredentialsFirst() throws IOException, InterruptedException {
        try (PipedReader pipe = new PipedReader();
                BufferedReader lines = new BufferedReader(pipe);
                PrintWriter writer = new PrintWriter(new PipedWriter(pipe))) {
            Thread running = new Thread(() -> new CommandLine(new SimulatorsCommand())
                    .setOut(writer)
                    .execute("--systems", "salesforce,hubspot", "--port", "salesforce=0", "--port", "hubspot=0"));
            running.start();

            assertThat(lines.readLine()).matches("salesforce  http://127.0.0.1:\\d+");
            assertThat(lines.readLine()).matches(" +SALESFORCE_BASE_URL=http://127.0.0.1:\\d+");
            assertThat(lines.readLine()).matches(" +SALESFORCE_CLIENT_ID=.+");
            assertThat(lines.readLine()).matches(" +SALESFORCE_CLIENT_SECRET=.+");
            assertThat(lines.readLine()).matches("hubspot     http://127.0.0.1:\\d+");
            assertThat(lines.readLine()).matches(" +HUBSPOT_API_TOKEN=.+");
            running.interrupt();
            running.join();
        }
    }

    @Test
    void theAddressesOfSystemsWithNamesOfAnyLengthBeginInOneColumn() throws IOException, InterruptedException {
        String longest = "a".repeat(40);
        try (PipedReader pipe = new PipedReader();
                BufferedReader lines = new BufferedReader(pipe);
                PrintWriter writer = new PrintWriter(new PipedWriter(pipe))) {
            Thread running = new Thread(() -> new CommandLine(new SimulatorsCommand())
                    .setOut(writer)
                    .execute("--systems", "b:hubspot," + longest + ":hubspot"));
            running.start();

            assertThat(lines.readLine()).matches("b {40}http://127.0.0.1:\\d+");
            assertThat(lines.readLine()).matches(" {41}B_API_TOKEN=.+");
            assertThat(lines.readLine()).matches(" {41}B_BASE_URL=.+");
            assertThat(lines.readLine()).matches(longest + " http://127.0.0.1:\\d+");
            running.interrupt();
            running.join();
        }
    }

    @Test
    void withTlsTheFileOfTheAuthorityComesFirst(@TempDir Path data) throws IOException, InterruptedException {
        try (PipedReader pipe = new PipedReader();
                BufferedReader lines = new BufferedReader(pipe);
                PrintWriter writer = new PrintWriter(new PipedWriter(pipe))) {
            Thread running = new Thread(() -> new CommandLine(new SimulatorsCommand())
                    .setOut(writer)
                    .execute("--systems", "hubspot", "--port", "hubspot=0", "--tls", "--data", data.toString()));
            running.start();

            assertThat(lines.readLine()).isEqualTo("ca file     " + data.resolve("ca.pem"));
            assertThat(lines.readLine()).isEqualTo("            HTTP_CA_FILE=" + data.resolve("ca.pem"));
            assertThat(lines.readLine()).matches("hubspot     https://127.0.0.1:\\d+");
            assertThat(data.resolve("ca.pem")).content().startsWith("-----BEGIN CERTIFICATE-----");
            running.interrupt();
            running.join();
        }
    }

    @Test
    void aTakenPortIsOneSentenceAndNotZero() {
        try (SimulatedOrg taken = new SimulatedOrg()) {
            String port = taken.hubspot().baseUrl().replaceAll(".*:", "");

            assertThat(run(
                            new SimulatorsCommand(),
                            "--systems",
                            "salesforce,hubspot",
                            "--port",
                            "salesforce=0",
                            "--port",
                            "hubspot=" + port))
                    .isEqualTo(1);
            assertThat(err.toString().strip())
                    .isEqualTo("simulators: Port " + port
                            + " on 127.0.0.1 is in use. Choose another one for the hubspot simulator.");
        }
    }

    @Test
    void aBadShareIsOneSentenceAndNotZero() {
        assertThat(run(new GenerateCommand(), "--operations", "create=90")).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("generate: Shares must not be negative and must add up to 100, not 90.");
    }

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
