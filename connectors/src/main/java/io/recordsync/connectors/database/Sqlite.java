package io.recordsync.connectors.database;

import io.recordsync.connectors.Write;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** SQLite 3, a file on this machine. */
final class Sqlite implements Dialect {

    /**
     * SQLite has no SQLStates. These are its primary result codes, which are the low byte of the extended ones; see
     * sqlite.org/rescode.html.
     */
    private static final Map<Integer, String> STATES = Map.ofEntries(
            Map.entry(3, "42501"), // the file may not be accessed in this way
            Map.entry(5, "55P03"), // another connection writes
            Map.entry(6, "55P03"), // a table is locked
            Map.entry(7, "53200"), // out of memory
            Map.entry(8, "42501"), // the file is read-only
            Map.entry(9, "57014"), // interrupted
            Map.entry(10, "58030"), // the disk failed
            Map.entry(11, "58030"), // the file is damaged
            Map.entry(13, "53100"), // the disk is full
            Map.entry(14, "08001"), // the file cannot be opened
            Map.entry(18, "22001"), // too long
            Map.entry(19, "23000"), // a constraint
            Map.entry(20, "22000"), // the wrong type
            Map.entry(23, "42501"), // not authorised
            Map.entry(26, "58030"), // not a database
            Map.entry(1, "42000")); // no such table or column, or bad SQL

    private static final int PRIMARY = 0xff;

    /** SQLite's message for primary keys too. The errors of a batch have no extended result code. */
    private static final String DUPLICATE = "UNIQUE constraint failed";

    /** Matches the name of a column or constraint, never a value. */
    private static final Pattern CULPRIT = Pattern.compile("constraint failed: ([\\w.]{1,128})(?:\\)|$)");

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A transaction takes the write lock at its start, so that two transactions cannot deadlock. */
    @Override
    public Map<String, String> driverProperties(Duration connect) {
        return Map.of(
                "transaction_mode",
                "IMMEDIATE",
                "busy_timeout",
                Long.toString(LOCK_WAIT.toMillis()),
                "foreign_keys",
                "true");
    }

    @Override
    public String initSql(Duration timeout) {
        return "";
    }

    @Override
    public Optional<Path> file(String url) {
        String path = url.substring("jdbc:sqlite:".length()).replaceFirst("\\?.*$", "");
        return path.isEmpty() || path.startsWith(":") || path.startsWith("file:")
                ? Optional.empty()
                : Optional.of(Path.of(path));
    }

    /** SQLite has one writer at a time. */
    @Override
    public int maxConnections() {
        return 1;
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public boolean keepsTimesAsText() {
        return true;
    }

    @Override
    public TableName located(TableName name, Connection connection) {
        return name;
    }

    /** SQLite takes a name in double quotes for a text if there is no such column. */
    @Override
    public String quoted(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    /**
     * A column may hold values of any type and length. Only short texts can be times; other types are sorted before all
     * texts, whatever they are compared with.
     */
    @Override
    public String timed(String column) {
        return "typeof(%1$s) = 'text' and length(%1$s) <= 40".formatted(column);
    }

    @Override
    public String timeless(String column) {
        return "not (%s)".formatted(timed(column));
    }

    @Override
    public boolean mayBeTimeless(Column column) {
        return true;
    }

    /** A column of flags may hold words, of which no comparison knows what they mean. */
    @Override
    public String isSet(String column, String no) {
        return """
                (case typeof(%1$s) when 'text' then lower(%1$s) in (%2$s) or cast(%1$s as real) <> 0
                else coalesce(%1$s, 0) <> 0 end)""".formatted(
                column, RowColumns.TRUE.stream().sorted().map("'%s'"::formatted).collect(Collectors.joining(", ")));
    }

    @Override
    public String isNotSet(String column, String no) {
        return "not " + isSet(column, no);
    }

    /** An empty text is no time. */
    @Override
    public String hasTime(String column) {
        return "coalesce(%s, '') <> ''".formatted(column);
    }

    @Override
    public String hasNoTime(String column) {
        return "coalesce(%s, '') = ''".formatted(column);
    }

    /** Its own times are in UTC, and a text may have a zone. */
    @Override
    public boolean isZoneless(Column column) {
        return false;
    }

    /** SQLite adds no blanks, and compares those that it holds. */
    @Override
    public boolean pads(Column column) {
        return false;
    }

    /** The form of SQLite's own {@code current_timestamp}, with milliseconds. */
    @Override
    public String now() {
        return "strftime('%Y-%m-%d %H:%M:%f', 'now')";
    }

    @Override
    public String lock() {
        return "";
    }

    @Override
    public Object bound(Column column, Object value) {
        return value instanceof Boolean flag ? (flag ? "1" : "0") : Write.text(value);
    }

    /** The form with a space instead of the T of ISO 8601: it sorts before both forms of the same day. */
    @Override
    public String time(Column column, Instant time) {
        return SECONDS.format(time);
    }

    @Override
    public String state(SQLException failure) {
        String state = STATES.getOrDefault(
                failure.getErrorCode() & PRIMARY, Objects.requireNonNullElse(failure.getSQLState(), ""));
        return state.equals("23000") && message(failure).contains(DUPLICATE) ? "23505" : state;
    }

    @Override
    public Optional<String> culprit(SQLException failure) {
        Matcher named = CULPRIT.matcher(message(failure));
        return named.find() ? Optional.of(named.group(1)) : Optional.empty();
    }

    private static String message(SQLException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "");
    }

    @Override
    public String keyType() {
        return "integer primary key";
    }

    @Override
    public String recordIdType() {
        return "text";
    }

    @Override
    public String modifiedType() {
        return "text";
    }
}
