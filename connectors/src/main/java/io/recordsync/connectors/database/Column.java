package io.recordsync.connectors.database;

import java.sql.Types;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column as the database describes it.
 *
 * @param sqlType one of {@link Types}
 * @param size the largest number of characters of a text
 * @param hasDefault whether the database has a default value
 * @param generated whether only the database writes it
 */
record Column(
        String name,
        String label,
        int sqlType,
        String typeName,
        int size,
        boolean nullable,
        boolean hasDefault,
        boolean generated) {

    private static final Pattern BLANKS = Pattern.compile("(?<! ) +$");

    /** The kinds of column values that are handled differently. */
    enum Kind {
        FLAG,
        NUMBER,
        TIME,
        OTHER
    }

    /** For SQLite, only the name of the type shows that a column is boolean. */
    Kind kind() {
        return typeName.toLowerCase(Locale.ROOT).startsWith("bool") ? Kind.FLAG : kindOfType();
    }

    private Kind kindOfType() {
        return switch (sqlType) {
            case Types.BOOLEAN -> Kind.FLAG;
            case Types.BIT -> size <= 1 ? Kind.FLAG : Kind.OTHER;
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.DECIMAL,
                    Types.NUMERIC,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE -> Kind.NUMBER;
            case Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Kind.TIME;
            default -> Kind.OTHER;
        };
    }

    /** Whether its values are bytes, which no record has. */
    boolean isBinary() {
        return sqlType == Types.BINARY
                || sqlType == Types.VARBINARY
                || sqlType == Types.LONGVARBINARY
                || sqlType == Types.BLOB;
    }

    /** Whether its values are times, or are texts in a database that keeps times as text. */
    boolean holdsTimes(Dialect dialect) {
        return kind() == Kind.TIME || kind() == Kind.OTHER && dialect.keepsTimesAsText();
    }

    /** Why changes cannot be read by the column. */
    String noTimes() {
        return ("The column %s has the type %s and holds no times of changes. Set another one in its setting"
                        + " MODIFIED_COLUMN, or none, so that all rows are read each time.")
                .formatted(name, typeName);
    }

    /** The value without the blanks with which the database fills it. */
    @Nullable String unpadded(@Nullable String value, Dialect dialect) {
        return value != null && dialect.pads(this) ? BLANKS.matcher(value).replaceFirst("") : value;
    }

    boolean isDate() {
        return sqlType == Types.DATE || typeName.equalsIgnoreCase("date");
    }

    OptionalInt longest() {
        boolean text = sqlType == Types.CHAR || sqlType == Types.VARCHAR || sqlType == Types.NVARCHAR;
        boolean bounded = size > 0
                && size < Integer.MAX_VALUE
                && !typeName.toLowerCase(Locale.ROOT).equals("text");
        return text && bounded ? OptionalInt.of(size) : OptionalInt.empty();
    }
}
