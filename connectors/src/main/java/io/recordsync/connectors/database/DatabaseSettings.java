package io.recordsync.connectors.database;

import static io.recordsync.connectors.Account.require;

import io.recordsync.connectors.Quota;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One database. Its text shows no secret.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, {@code jdbc:mysql://…}, {@code jdbc:mariadb://…} or
 *     {@code jdbc:sqlite:/path}, without user and password
 * @param username empty if the database needs none
 * @param password empty if the database needs none
 * @param recordIdColumn the column of every synced table that holds our record id, with unique values
 * @param modifiedColumn the column with the time of a row's last change; empty if tables have none, and every read
 *     reads all rows
 * @param deletedColumn the column that marks a row as deleted, a boolean, number or time; empty if rows are really
 *     deleted
 * @param poolSize the largest number of connections
 */
public record DatabaseSettings(
        String url,
        String username,
        String password,
        String recordIdColumn,
        String modifiedColumn,
        String deletedColumn,
        int poolSize) {

    public static final String DEFAULT_RECORD_ID_COLUMN = "recordsync_id";
    public static final String DEFAULT_MODIFIED_COLUMN = "updated_at";
    public static final int DEFAULT_POOL_SIZE = 5;

    private static final Pattern SECRET = Pattern.compile("(?i)//[^/]*@|[?&;](user|username|password)=");
    private static final int LARGEST_POOL = 100;

    public DatabaseSettings {
        require(
                Dialect.of(url).isPresent(),
                "the URL of the synced database must begin with jdbc:postgresql:, jdbc:mysql:, jdbc:mariadb: or jdbc:sqlite:");
        require(
                !SECRET.matcher(url).find(),
                "the URL of the synced database must hold neither user nor password: they have settings of their own");
        require(TableName.isName(recordIdColumn), "the record id column must be a column's name");
        require(isNameOrNone(modifiedColumn), "the modified column must be a column's name, or empty");
        require(isNameOrNone(deletedColumn), "the deleted column must be a column's name, or empty");
        require(poolSize > 0 && poolSize <= LARGEST_POOL, "the pool size must be from 1 to " + LARGEST_POOL);
    }

    /** The settings with default values for everything else. */
    public static DatabaseSettings of(String url, String username, String password) {
        return new DatabaseSettings(
                url, username, password, DEFAULT_RECORD_ID_COLUMN, DEFAULT_MODIFIED_COLUMN, "", DEFAULT_POOL_SIZE);
    }

    /** A database has no limit of calls; the name is there so that an operator can set one. */
    Quota quota() {
        return new Quota(DatabaseConnector.SYSTEM + ":" + place(), List.of(), OptionalLong.empty());
    }

    Dialect dialect() {
        return Dialect.of(url).orElseThrow();
    }

    /** The host and database, or the path of the file. */
    String place() {
        return url.replaceFirst("^jdbc:[a-z]+:(//)?", "").replaceFirst("[?;].*", "");
    }

    @Override
    public String toString() {
        return "DatabaseSettings[%s, recordIdColumn=%s, modifiedColumn=%s, deletedColumn=%s, poolSize=%d]"
                .formatted(place(), recordIdColumn, modifiedColumn, deletedColumn, poolSize);
    }

    private static boolean isNameOrNone(String column) {
        return column.isEmpty() || TableName.isName(column);
    }
}
