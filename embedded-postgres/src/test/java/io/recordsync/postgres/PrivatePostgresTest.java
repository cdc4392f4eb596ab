package io.recordsync.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivatePostgresTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenBeforeTheFirstStartTrustsNobody() throws IOException {
        try (PrivatePostgres postgres = PrivatePostgres.start(settings -> settings.setDataDirectory(folder))) {
            assertThat(accessRules()).isNotEmpty().allMatch(rule -> rule.endsWith("scram-sha-256"));
            assertThat(postgres.port()).isPositive();
        }
    }

    @Test
    void whoHasNoPasswordIsNotLetIn() throws IOException {
        try (PrivatePostgres postgres = PrivatePostgres.start()) {
            String guess = String.format(
                    Locale.ROOT,
                    "jdbc:postgresql://localhost:%d/postgres?user=%s&password=guess",
                    postgres.port(),
                    PrivatePostgres.USER);

            assertThatThrownBy(() -> DriverManager.getConnection(guess))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void theProgramsCannotBeReachedByOthersEvenWhereTheFolderWasOpen() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwxrwxrwx"));

        try (PrivatePostgres postgres = PrivatePostgres.start(programs, "secret", settings -> {})) {
            assertThat(postgres.password()).isEqualTo("secret");
            assertThat(Files.getPosixFilePermissions(programs))
                    .doesNotContainAnyElementsOf(
                            Set.of(PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE));
        }
    }

    @Test
    void theBuildsTestsUnpackTheProgramsInTheCheckout() {
        Path module = Path.of("").toAbsolutePath();

        assertThat(PrivatePostgres.programsOfTheBuild()).startsWith(module.getParent());
    }

    @Test
    void aServerIsStartedAgainOnItsData() throws IOException, SQLException {
        try (PrivatePostgres first = PrivatePostgres.start(
                settings -> settings.setDataDirectory(folder).setCleanDataDirectory(false))) {
            execute(first, "create database kept");
        }
        try (PrivatePostgres second = PrivatePostgres.start(
                settings -> settings.setDataDirectory(folder).setCleanDataDirectory(false))) {
            DriverManager.getConnection(second.url("kept")).close();
            assertThatThrownBy(() -> DriverManager.getConnection(second.url("none")))
                    .isInstanceOf(SQLException.class);
        }
    }

    private List<String> accessRules() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("pg_hba.conf"))) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static void execute(PrivatePostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
