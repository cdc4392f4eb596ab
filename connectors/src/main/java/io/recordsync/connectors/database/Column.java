package io.recordsync.connectors.database;

import java.sql.Types;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A column as the database describes it.
 *
 * @param sqlType one of {@link Types}
 * @param size most characters, for a text
 * @param hasDefault whether the database has a value where none is given
 * @param generated whether the database alone writes it
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

    /** What a value of it is, as far as we treat values differently. */
    enum Kind {
        FLAG,
        NUMBER,
        TIME,
        OTHER
    }

    /** SQLite tells of a boolean by the name of its type alone. */
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
