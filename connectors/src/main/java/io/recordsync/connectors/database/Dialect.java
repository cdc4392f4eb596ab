package io.recordsync.connectors.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The differences between the databases. The defaults are those of a server with standard SQL. */
interface Dialect {

    /** How long a statement waits for a row that another transaction has locked. */
    Duration LOCK_WAIT = Duration.ofSeconds(2);

    int MAX_CONNECTIONS = 100;

    static Optional<Dialect> of(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return Optional.of(new PostgreSql());
        }
        if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
            return Optional.of(new MariaDb());
        }
        return url.startsWith("jdbc:sqlite:") ? Optional.of(new Sqlite()) : Optional.empty();
    }

    /** The URL in the driver's form. */
    default String driverUrl(String url) {
        return url;
    }

    /** Driver properties. Connecting, including the login, ends within the given time. */
    Map<String, String> driverProperties(Duration connect);

    /**
     * The statement that prepares each new connection: times in UTC, short waits for locks, and no silent truncation of
     * values. If the server can abort statements for which nobody waits any more, it also sets that limit. Empty for
     * none.
     */
    String initSql(Duration timeout);

    /** The file of the database; empty if it is no file of this machine. */
    default Optional<Path> file(String url) {
        return Optional.empty();
    }

    /** The largest number of connections; a larger value in the settings is ignored. */
    default int maxConnections() {
        return MAX_CONNECTIONS;
    }

    /** Whether the database is reached over a network, so that a missing answer needs a time limit. */
    default boolean isRemote() {
        return true;
    }

    /** Whether the schema of a rule is the catalog in JDBC. */
    default boolean isSchemaCatalog() {
        return false;
    }

    /** Whether times may be stored in text columns. */
    default boolean keepsTimesAsText() {
        return false;
    }

    /**
     * The name with its schema. Without one in the rule, it is the schema in which the database itself looks for the
     * table.
     */
    TableName located(TableName name, Connection connection) throws SQLException;

    /** The identifier in quotes; it may contain any character. */
    default String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    default String quoted(TableName table) {
        return table.schema().map(schema -> quoted(schema) + ".").orElse("") + quoted(table.name());
    }

    /** The expression for the current time by the database's clock, not for the start of the transaction. */
    String now();

    /** The end of a query for rows that are about to be written, which locks them. */
    default String lock() {
        return " for update";
    }

    /** The value in the form that the driver accepts for that column. */
    Object bound(Column column, Object value);

    /**
     * The condition for rows whose time can be compared with others. A database may hold values that are no times in a
     * column of times, and may compare them by other rules or refuse them as parameters.
     *
     * @param column the quoted name of a column of times
     */
    default String timed(String column) {
        return column + " is not null";
    }

    /** The condition for all other rows. */
    default String timeless(String column) {
        return column + " is null";
    }

    /** Whether a table may have rows without a comparable time in that column. */
    default boolean mayBeTimeless(Column column) {
        return column.nullable();
    }

    /**
     * The condition for a mark that is set.
     *
     * @param column the quoted name of a column of flags or numbers
     * @param no the value of a mark that is not set, like null
     */
    default String isSet(String column, String no) {
        return "coalesce(%1$s, %2$s) <> %2$s".formatted(column, no);
    }

    /** The condition for a mark that is not set. */
    default String isNotSet(String column, String no) {
        return "coalesce(%1$s, %2$s) = %2$s".formatted(column, no);
    }

    /** The condition for a column of times that has one. */
    default String hasTime(String column) {
        return column + " is not null";
    }

    /** The condition for a column of times that has none. */
    default String hasNoTime(String column) {
        return column + " is null";
    }

    /** Whether the column holds times without a zone, which are taken for UTC. */
    default boolean isZoneless(Column column) {
        return !column.isDate() && column.sqlType() == Types.TIMESTAMP;
    }

    /**
     * A query for the seconds between UTC and the zone of the server, if the server itself fills the column with the
     * time of its zone.
     */
    default Optional<Sql> localDefault(TableDefinition table, Column column) {
        return Optional.empty();
    }

    /** Whether the database fills the values of that column with blanks at the end, which are not part of them. */
    default boolean pads(Column column) {
        return column.sqlType() == Types.CHAR;
    }

    /**
     * Whether a text may be a key in that column. A server that converts texts strictly refuses a whole query because
     * of one that cannot be.
     */
    default boolean canCompare(Column key, String text) {
        return true;
    }

    /** The time in a form that can be compared with that column, to the second. */
    String time(Column column, Instant time);

    /**
     * The SQLState. If the database's own is not specific, it is replaced with the correct one. Empty if there is none.
     */
    String state(SQLException failure);

    /** The names of the column or constraint that caused the failure, if it states them; never a value. */
    Optional<String> culprit(SQLException failure);

    /** The type of a primary key that the database increments. */
    String keyType();

    /** The type of a column for our record id, which compares case-sensitively. */
    String recordIdType();

    /** The type of a column for the time of a row's last change; the database updates it where it can. */
    String modifiedType();
}
