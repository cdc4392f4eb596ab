package io.recordsync.devstack.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoCommandTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hubspot:files            | gives the system hubspot the kind files, but it already has the kind hubspot
            database:files           | gives the system database the kind files, but it already has the kind database
            ../../x:files            | names the system '../../x', but a name must consist of
            a-to-b:database          | not contain -to-
            kafka:files              | No system can be named kafka
            hubspot,crm:salesfarce   | gives the system crm the kind 'salesfarce', which does not exist
            """)
    void aSystemThatIsNotAllowedIsRefusedBeforeAnythingIsCreated(String systems, String reason, @TempDir Path folder) {
        StringWriter errors = new StringWriter();
        Path data = folder.resolve("data");

        int exit = new CommandLine(new DemoCommand())
                .setErr(new PrintWriter(errors))
                .execute("--systems", systems, "--data", data.toString());

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("--systems is not allowed", reason);
        assertThat(data).doesNotExist();
    }

    @Test
    void systemsOfEachKindAreAllowedWithAndWithoutNamesOfTheirOwn() {
        assertThatCode(() -> DemoSystemName.requireAllowed(
                        Stream.of("salesforce", "crm-eu:salesforce", "database", "left:database", "archive:files")
                                .map(DemoSystemName::of)
                                .toList()))
                .doesNotThrowAnyException();
    }
}
