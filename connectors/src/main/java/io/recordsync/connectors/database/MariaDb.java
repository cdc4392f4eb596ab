package io.recordsync.connectors.database;

import io.recordsync.connectors.Write;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MariaDB 10.6 and later, and MySQL 8 and later; one driver connects to both. */
final class MariaDb implements Dialect {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Server errors whose SQLState is HY000 or not specific enough. */
    private static final Map<Integer, String> STATES = Map.ofEntries(
            Map.entry(1021, "53100"), // disk full
            Map.entry(1040, "53300"), // too many connections
            Map.entry(1044, "42501"), // the user may not use the database
            Map.entry(1049, "3D000"), // no such database
            Map.entry(1062, "23505"), // duplicate entry
            Map.entry(1114, "53100"), // the table is full
            Map.entry(1142, "42501"), // the user may not do this to the table
            Map.entry(1143, "42501"), // nor may the user do this to the column
            Map.entry(1153, "54000"), // the packet is too large
            Map.entry(1203, "53300"), // too many connections of the user
            Map.entry(1205, "55P03"), // another transaction holds the row
            Map.entry(1226, "53300"), // the user has used up a resource
            Map.entry(1227, "42501"), // a privilege is missing
            Map.entry(1265, "22000"), // data truncated
            Map.entry(1290, "25006"), // the server is read-only
            Map.entry(1364, "23502"), // a column without default has no value
            Map.entry(1366, "22000"), // the value does not fit the column
            Map.entry(1370, "42501"), // the user may not run the routine
            Map.entry(1586, "23505"), // duplicate entry, with the name of the key
            Map.entry(1836, "25006"), // read-only mode
            Map.entry(3024, "57014"), // MySQL: the statement took too long
            Map.entry(3819, "23514"), // MySQL: check violated
            Map.entry(4025, "23514")); // MariaDB: check violated

    /** Matches only at the end of a message, where no value can be. */
    private static final Pattern CULPRIT = Pattern.compile(
            "(?:for key '(.{1,200})'|[Cc]olumn [`'](.{1,200}?)[`'] (?:at row \\d+|cannot be null|)"
                    + "|Field '(.{1,200})' doesn't have a default value"
                    + "|CONSTRAINT `(.{1,200})` failed for `.*`|Check constraint '(.{1,200})' is violated\\.)$",
            Pattern.DOTALL);

    private static final Pattern NAME = Pattern.compile("[\\w.$`]{1,128}");

    @Override
    public String driverUrl(String url) {
        return url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    }

    @Override
    public Map<String, String> driverProperties(Duration connect) {
        return Map.of(
                "connectTimeout", Long.toString(connect.toMillis()),
                "tcpKeepAlive", "true",
                "allowLocalInfile", "false");
    }

    @Override
    public String initSql(Duration timeout) {
        return String.format(
                Locale.ROOT,
                "set time_zone = '+00:00', innodb_lock_wait_timeout = %d, sql_mode = concat(@@sql_mode,"
                        + " ',STRICT_ALL_TABLES')",
                LOCK_WAIT.toSeconds());
    }

    @Override
    public boolean isSchemaCatalog() {
        return true;
    }

    @Override
    public TableName located(TableName name, Connection connection) throws SQLException {
        return name.schema().isPresent()
                ? name
                : new TableName(Optional.ofNullable(connection.getCatalog()), name.name());
    }

    @Override
    public String quoted(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    @Override
    public String now() {
        return "sysdate(6)";
    }

    @Override
    public boolean isZoneless(Column column) {
        return column.typeName().equalsIgnoreCase("datetime");
    }

    @Override
    public Optional<Sql> localDefault(TableDefinition table, Column column) {
        TableName name = TableName.parse(table.object());
        String query = """
                select coalesce(max(timestampdiff(second, utc_timestamp(),
                    convert_tz(utc_timestamp(), '+00:00', @@global.time_zone))), 0)
                from information_schema.columns
                where table_schema = coalesce(?, database()) and table_name = ? and column_name = ?
                    and (lower(column_default) like 'current_timestamp%'
                        or lower(extra) like '%on update current_timestamp%')""";
        return Optional.of(new Sql(query, Arrays.asList(name.schema().orElse(null), name.name(), column.name())));
    }

    /** A date may have a month or a day of zero, which strict modes refuse as a parameter. */
    @Override
    public String timed(String column) {
        return "month(%1$s) > 0 and dayofmonth(%1$s) > 0".formatted(column);
    }

    @Override
    public String timeless(String column) {
        return "(%1$s is null or month(%1$s) = 0 or dayofmonth(%1$s) = 0)".formatted(column);
    }

    @Override
    public boolean mayBeTimeless(Column column) {
        return true;
    }

    /** The server would compare a number with text as doubles, and does not accept a time with a zone. */
    @Override
    public Object bound(Column column, Object value) {
        String text = Write.text(value);
        return switch (column.kind()) {
            case FLAG -> value instanceof Boolean flag ? (flag ? "1" : "0") : text;
            case NUMBER -> number(text);
            case TIME ->
                ColumnTimes.parse(text).<Object>map(time -> local(column, time)).orElse(text);
            case OTHER -> text;
        };
    }

    private static Object number(String text) {
        return switch (text) {
            case "true" -> "1";
            case "false" -> "0";
            default -> text.matches("-?\\d{1,64}(\\.\\d{1,64})?") ? new BigDecimal(text) : text;
        };
    }

    @Override
    public String time(Column column, Instant time) {
        return local(column, time);
    }

    private static String local(Column column, Instant time) {
        String text = TIME.format(time);
        return column.isDate() ? text.substring(0, "2026-01-20".length()) : text;
    }

    @Override
    public String state(SQLException failure) {
        String given = Objects.requireNonNullElse(failure.getSQLState(), "");
        return STATES.getOrDefault(failure.getErrorCode(), given);
    }

    @Override
    public Optional<String> culprit(SQLException failure) {
        Matcher named = CULPRIT.matcher(Objects.requireNonNullElse(failure.getMessage(), ""));
        return named.find()
                ? firstGroup(named)
                        .map(MariaDb::lastPart)
                        .filter(name -> NAME.matcher(name).matches())
                : Optional.empty();
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf("`.`") < 0 ? 0 : name.lastIndexOf("`.`") + "`.`".length());
    }

    private static Optional<String> firstGroup(Matcher named) {
        for (int group = 1; group <= named.groupCount(); group++) {
            if (named.group(group) != null) {
                return Optional.of(named.group(group));
            }
        }
        return Optional.empty();
    }

    @Override
    public String keyType() {
        return "bigint auto_increment primary key";
    }

    @Override
    public String recordIdType() {
        return "varchar(255) character set utf8mb4 collate utf8mb4_bin";
    }

    @Override
    public String modifiedType() {
        return "timestamp(6) not null default current_timestamp(6) on update current_timestamp(6)";
    }
}
