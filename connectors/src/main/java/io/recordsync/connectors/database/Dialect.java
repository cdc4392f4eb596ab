package io.recordsync.connectors.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the databases differ. */
interface Dialect {

    /** How long a row that another transaction holds is waited for. */
    Duration LOCK_WAIT = Duration.ofSeconds(2);

    static Optional<Dialect> of(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return Optional.of(new PostgreSql());
        }
        if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
            return Optional.of(new MariaDb());
        }
        return url.startsWith("jdbc:sqlite:") ? Optional.of(new Sqlite()) : Optional.empty();
    }

    /** The URL as the driver knows it. */
    String driverUrl(String url);

    /** Driver properties. A login, and whatever else connecting takes, ends within that time. */
    Map<String, String> driverProperties(Duration connect);

    /**
     * What each new connection begins with: times in UTC, short waits for locks, no value cut to fit; and where the server can bound what
     * nobody waits for any more, it does. Empty for nothing.
     */
    String initSql(Duration timeout);

    /** Connections at most, whatever the settings say. */
    int mostConnections();

    /** Whether there is a network between us and it, whose silence has to be bounded. */
    boolean isRemote();

    /** Whether what a rule calls schema is JDBC's catalog. */
    boolean isSchemaCatalog();

    /** Whether times may be kept in columns of text. */
    boolean keepsTimesAsText();

    /** The name with its schema, where the database would look for a table without one. */
    TableName located(TableName name, Connection connection) throws SQLException;

    /** An identifier, of whatever characters. */
    String quoted(String identifier);

    default String quoted(TableName table) {
        return table.schema().map(schema -> quoted(schema) + ".").orElse("") + quoted(table.name());
    }

    /** The expression for now, by the database's own clock, and not that of the transaction's begin. */
    String now();

    /** What a query of rows that are about to be written ends in. */
    String lock();

    /** A value in the form in which the driver takes it for that column. */
    Object bound(Column column, Object value);

    /** A time in the form in which it can be compared with that column, to the second. */
    String time(Column column, Instant time);

    /** The SQLState; where the database has given a poor one, the fitting one. Empty where it gave none. */
    String state(SQLException failure);

    /** The names of the column or constraint at fault, as far as the failure tells; never a value. */
    Optional<String> culprit(SQLException failure);

    /** The type of a primary key that the database counts up. */
    String keyType();

    /** The type of a column for our record id, told apart by capitals. */
    String recordIdType();

    /** The type of a column for the time of a row's last change, kept by the database where it can. */
    String modifiedType();

    /** Text as the databases take it where nothing is known of the column. */
    static @Nullable String plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case java.math.BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }
}
