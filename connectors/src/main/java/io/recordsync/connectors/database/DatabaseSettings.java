package io.recordsync.connectors.database;

import static io.recordsync.settings.api.RefusedSettingException.require;

import io.recordsync.connectors.Quota;
import io.recordsync.settings.api.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One database that records are synced to. It is not the database of the ledger. Its text shows no secret.
 *
 * @param modifiedColumn empty if tables have no such column
 * @param deletedColumn empty if rows are really deleted
 */
public record DatabaseSettings(
        @Setting(
                value = "The URL of the synced database, without user and password, which have separate settings.",
                allowed =
                        "like jdbc:postgresql://host:5432/crm, jdbc:mysql://host:3306/crm or jdbc:sqlite:/path/crm.db")
        String url,

        @Setting("The synced database's user, if it requires one.")
        String username,

        @Setting(value = "The synced database's password.", secret = true)
        String password,

        @Setting(
                value = "The column for our record id in each synced table. Its values must be unique.",
                byDefault = DatabaseSettings.DEFAULT_RECORD_ID_COLUMN,
                allowed = "a column's name")
        String recordIdColumn,

        @Setting(
                value = "The column with the time of a row's last change.",
                byDefault = DatabaseSettings.DEFAULT_MODIFIED_COLUMN,
                allowed = "a column's name, or none: all rows are read each time")
        String modifiedColumn,

        @Setting(
                value = "The column that marks a row as deleted: a boolean, a number or a time.",
                byDefault = DatabaseSettings.NONE,
                allowed = "a column's name, or none: rows are really deleted")
        String deletedColumn,

        @Setting(
                value = "The largest number of connections to the synced database that a process keeps.",
                byDefault = "" + DatabaseSettings.DEFAULT_POOL_SIZE,
                allowed = "a whole number from 1 to " + DatabaseSettings.MAX_POOL)
        int poolSize,

        @Setting(
                value = "The longest time for one transaction, from the request for a connection until the commit. It"
                        + " ends earlier if its delivery has less time left.",
                byDefault = DatabaseSettings.DEFAULT_TIMEOUT,
                allowed = "a time such as 500ms, 30s, 5m or 6h from 100ms to 10m")
        Duration timeout) {

    static final String NONE = "none";
    static final String DEFAULT_TIMEOUT = "30s";

    public static final String DEFAULT_RECORD_ID_COLUMN = "recordsync_id";
    public static final String DEFAULT_MODIFIED_COLUMN = "updated_at";
    public static final int DEFAULT_POOL_SIZE = 5;

    private static final Pattern SECRET = Pattern.compile("(?i)//[^/]*@|[?&;](user|username|password)=");
    static final int MAX_POOL = 100;
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);

    public DatabaseSettings {
        modifiedColumn = emptyIfNone(modifiedColumn);
        deletedColumn = emptyIfNone(deletedColumn);
        require(Dialect.of(url).isPresent() && !SECRET.matcher(url).find(), DatabaseSettings.class, "url");
        require(TableName.isName(recordIdColumn), DatabaseSettings.class, "recordIdColumn");
        require(isNameOrEmpty(modifiedColumn), DatabaseSettings.class, "modifiedColumn");
        require(isNameOrEmpty(deletedColumn), DatabaseSettings.class, "deletedColumn");
        require(poolSize > 0 && poolSize <= MAX_POOL, DatabaseSettings.class, "poolSize");
        require(
                timeout.compareTo(MIN_TIMEOUT) >= 0 && timeout.compareTo(MAX_TIMEOUT) <= 0,
                DatabaseSettings.class,
                "timeout");
    }

    /** The settings with default values for everything else. */
    public static DatabaseSettings of(String url, String username, String password) {
        return new DatabaseSettings(
                url,
                username,
                password,
                DEFAULT_RECORD_ID_COLUMN,
                DEFAULT_MODIFIED_COLUMN,
                NONE,
                DEFAULT_POOL_SIZE,
                Duration.parse("PT" + DEFAULT_TIMEOUT));
    }

    /** A database has no limit of calls; the name is there so that an operator can set one. */
    Quota quota() {
        return new Quota(DatabaseConnector.KIND + ":" + place(), List.of(), OptionalLong.empty());
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
        return String.format(
                Locale.ROOT,
                "DatabaseSettings[%s, recordIdColumn=%s, modifiedColumn=%s, deletedColumn=%s, poolSize=%d, timeout=%s]",
                place(),
                recordIdColumn,
                modifiedColumn,
                deletedColumn,
                poolSize,
                timeout);
    }

    private static String emptyIfNone(String column) {
        return column.equals(NONE) ? "" : column;
    }

    private static boolean isNameOrEmpty(String column) {
        return column.isEmpty() || TableName.isName(column);
    }
}
