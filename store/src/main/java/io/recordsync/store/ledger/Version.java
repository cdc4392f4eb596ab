package io.recordsync.store.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The age of a change as its source gives it. Versions are compared only within one source and one kind; between kinds
 * the order of arrival counts.
 *
 * @param value the number, or the seconds since 1970 with their fraction
 */
public record Version(Kind kind, BigDecimal value) {

    private static final int MAX_DIGITS = 50;
    private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(Instant.MAX.getEpochSecond());
    private static final BigDecimal LOWEST = BigDecimal.ONE.subtract(BigDecimal.TEN.pow(MAX_DIGITS));

    /** @throws IllegalArgumentException if the number has more than 50 digits before or after its point */
    public Version {
        value = StorableValues.bounded("the version", value, MAX_DIGITS);
    }

    public enum Kind {
        NUMBER("n:"),
        /** When the record was changed. */
        TIME("t:"),
        /** When the event was made, which can be later than the change that it reports. */
        EVENT_TIME("e:");

        private final String mark;

        Kind(String mark) {
            this.mark = mark;
        }
    }

    public static Version ofNumber(BigDecimal number) {
        return new Version(Kind.NUMBER, number);
    }

    public static Version ofTime(Instant time) {
        return new Version(Kind.TIME, seconds(time));
    }

    public static Version ofEventTime(Instant time) {
        return new Version(Kind.EVENT_TIME, seconds(time));
    }

    /** A version that is older than all others of its kind. */
    static Version lowest(Kind kind) {
        return new Version(kind, LOWEST);
    }

    /** The newer of two versions of one kind. */
    static Version newer(@Nullable Version one, Version other) {
        return one != null && other.isOlderThan(one) ? one : other;
    }

    /** Whether this is certainly older than the other. */
    public boolean isOlderThan(@Nullable Version other) {
        return other != null && kind == other.kind && value.compareTo(other.value) < 0;
    }

    /** The form in the ledger: {@code n:42}, {@code t:1705314600.123456} or {@code e:1705314600}. */
    @Override
    public String toString() {
        return kind.mark + value.toPlainString();
    }

    static Version parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.mark)) {
                return new Version(kind, new BigDecimal(text.substring(kind.mark.length())));
            }
        }
        throw new IllegalArgumentException("the kind of the version is unknown");
    }

    /** The time of a version that is one, cut to nanoseconds; empty for a number, and for {@link #lowest}. */
    Optional<Instant> time() {
        if (kind == Kind.NUMBER || value.abs().compareTo(LAST_SECOND) > 0) {
            return Optional.empty();
        }
        BigDecimal[] parts = value.divideAndRemainder(BigDecimal.ONE);
        return Optional.of(Instant.ofEpochSecond(
                parts[0].longValue(), parts[1].movePointRight(9).longValue()));
    }

    private static BigDecimal seconds(Instant time) {
        return BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9));
    }
}
