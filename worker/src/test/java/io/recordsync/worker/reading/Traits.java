package io.recordsync.worker.reading;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How a system in memory behaves.
 *
 * @param form the form in which it keeps values
 * @param offset how far its clock is ahead
 * @param resolution the unit of its times
 * @param lag after how long the index has a change
 * @param keepsId whether it keeps our record id
 * @param tellsTimes whether its rows have times
 * @param showsWrites whether its answers show the row
 * @param movesTimeAlways whether a write that changes nothing moves the row's time
 * @param comparesFirst whether it compares a row with what is expected before it writes
 * @param listsDeletes whether it lists its deletes
 */
record Traits(
        Form form,
        Duration offset,
        Duration resolution,
        Duration lag,
        boolean keepsId,
        boolean tellsTimes,
        boolean showsWrites,
        boolean movesTimeAlways,
        boolean comparesFirst,
        boolean listsDeletes) {

    /** Keeps what it is sent, tells whole seconds by a right clock, and shows everything at once. */
    static final Traits PLAIN = new Traits(
            Form.AS_IS, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO, true, true, true, true, false, true);

    /** The form in which a system keeps values. None of them is that of the field's type. */
    enum Form {
        AS_IS,
        UPPER_CASE,
        CUT,
        PHONES,
        FILLER;

        @Nullable Object of(String field, @Nullable Object value) {
            return switch (this) {
                case AS_IS -> value;
                case UPPER_CASE ->
                    value instanceof String text && !field.equals("Phone") ? text.toUpperCase(Locale.ROOT) : value;
                case CUT ->
                    value instanceof String text && field.equals("Status") && text.length() > 5
                            ? text.substring(0, 5)
                            : value;
                case PHONES ->
                    value instanceof String text && field.equals("Phone") && text.matches("\\+1\\d{10}")
                            ? "(%s) %s-%s".formatted(text.substring(2, 5), text.substring(5, 8), text.substring(8))
                            : value;
                case FILLER -> value == null && field.equals("Status") ? "n/a" : value;
            };
        }
    }

    static Traits random(Random random) {
        Traits traits = anyOf(random);
        // An index that lags and tells no times cannot be told from people who set values back.
        return traits.tellsTimes() ? traits : traits.withLag(Duration.ZERO);
    }

    private static Traits anyOf(Random random) {
        return new Traits(
                form(random),
                Duration.ofSeconds(random.nextInt(4) == 0 ? random.nextInt(-900, 900) : 0),
                Duration.ofSeconds(random.nextInt(4) == 0 ? 60 : 1),
                Duration.ofSeconds(random.nextInt(3) == 0 ? 15 : 0),
                random.nextInt(4) != 0,
                random.nextInt(4) != 0,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(4) == 0,
                random.nextBoolean());
    }

    private static Form form(Random random) {
        return random.nextBoolean() ? Form.AS_IS : Form.values()[random.nextInt(Form.values().length)];
    }

    /** The time as the system tells it. */
    Instant cut(Instant time) {
        long unit = resolution.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), unit) * unit);
    }

    Traits withForm(Form now, boolean shows) {
        return new Traits(
                now, offset, resolution, lag, keepsId, tellsTimes, shows, movesTimeAlways, comparesFirst, listsDeletes);
    }

    Traits withTellsTimes(boolean now) {
        return new Traits(
                form, offset, resolution, lag, keepsId, now, showsWrites, movesTimeAlways, comparesFirst, listsDeletes);
    }

    Traits withMovesTimeAlways(boolean now) {
        return new Traits(
                form, offset, resolution, lag, keepsId, tellsTimes, showsWrites, now, comparesFirst, listsDeletes);
    }

    Traits withListsDeletes(boolean now) {
        return new Traits(
                form, offset, resolution, lag, keepsId, tellsTimes, showsWrites, movesTimeAlways, comparesFirst, now);
    }

    Traits withLag(Duration now) {
        return new Traits(
                form,
                offset,
                resolution,
                now,
                keepsId,
                tellsTimes,
                showsWrites,
                movesTimeAlways,
                comparesFirst,
                listsDeletes);
    }

    Traits withOffset(Duration now) {
        return new Traits(
                form,
                now,
                resolution,
                lag,
                keepsId,
                tellsTimes,
                showsWrites,
                movesTimeAlways,
                comparesFirst,
                listsDeletes);
    }
}
