package io.recordsync.store;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a source says of the age of its change: a number or a time. Compared within one source only, and within one kind: a source that
 * changes its kind is taken at the order in which its changes arrive.
 *
 * @param value the number, or the seconds since 1970 with their fraction
 */
public record Version(Kind kind, BigDecimal value) {

    private static final int MOST_DIGITS = 50;

    /** @throws IllegalArgumentException if the number has more than 50 digits before or after its point */
    public Version {
        value = Storable.bounded("the version", value, MOST_DIGITS);
    }

    public enum Kind {
        NUMBER,
        TIME
    }

    public static Version ofNumber(BigDecimal number) {
        return new Version(Kind.NUMBER, number);
    }

    public static Version ofTime(Instant time) {
        return new Version(
                Kind.TIME, BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9)));
    }

    /** Whether this is certainly older than the other. */
    public boolean isOlderThan(@Nullable Version other) {
        return other != null && kind == other.kind && value.compareTo(other.value) < 0;
    }

    /** As it stands in the ledger: {@code n:42} or {@code t:1705314600.123456}. */
    @Override
    public String toString() {
        return (kind == Kind.NUMBER ? "n:" : "t:") + value.toPlainString();
    }

    static Version parse(String text) {
        return new Version(text.startsWith("n:") ? Kind.NUMBER : Kind.TIME, new BigDecimal(text.substring(2)));
    }
}
