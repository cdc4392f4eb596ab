package io.recordsync.connectors.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose file is replaced by another one, while connections to it are open. */
class ReplacedFileTest {

    private static final CallScope SCOPE = new CallScope(Deadline.in(Duration.ofMinutes(1)), Permits.UNLIMITED);

    @TempDir
    Path folder;

    @Test
    void theNewFileIsReadAndNotTheOldOneThatNobodySees() throws IOException, SQLException {
        Path old = file("crm.db", "Ann");
        Path copy = file("copy.db", "Eve");
        try (DatabaseConnector connector =
                new DatabaseConnector("database", DatabaseSettings.of("jdbc:sqlite:" + old, "", ""))) {
            assertThat(name(connector)).isEqualTo("Ann");

            Files.move(copy, old, StandardCopyOption.REPLACE_EXISTING);

            assertThat(name(connector)).isEqualTo("Eve");
            assertThat(name(connector)).isEqualTo("Eve");
        }
    }

    private static Object name(DatabaseConnector connector) {
        return connector
                .find("users", List.of("name"), List.of("1"), SCOPE)
                .getFirst()
                .content()
                .get("name");
    }

    private Path file(String name, String person) throws SQLException {
        Path file = folder.resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("create table users (id integer primary key, name text, recordsync_id text unique)");
            statement.execute("insert into users values (1, '" + person + "', 'k1')");
        }
        return file;
    }
}
