package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    /** A migration that waits for a table blocks every statement that comes after it. */
    @Test
    void aMigrationWaitsBrieflyForATableThatOthersUse() throws SQLException {
        DATABASE.jdbc().sql("drop schema public cascade; create schema public").update();
        try (Connection other = DATABASE.pool().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("create table image (id text)");

            assertThatThrownBy(() ->
                            SchemaMigration.migrate(DATABASE.pool(), Duration.ofMillis(100), Duration.ofSeconds(5)))
                    .isInstanceOf(FlywayException.class)
                    .hasMessageContaining("lock timeout");

            other.rollback();
            other.setAutoCommit(true);
        }
        Store.open(DATABASE.pool());
    }
}
