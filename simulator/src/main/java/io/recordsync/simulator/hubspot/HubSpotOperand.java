package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.hubspot.HubSpotSchema.Type;
import io.recordsync.simulator.store.StoredObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value in the form in which a search compares it: numbers, and times as milliseconds, by value; everything else as
 * text, ignoring case.
 *
 * @param number null if it is neither a number nor a time
 */
record HubSpotOperand(@Nullable BigDecimal number, String text) implements Comparable<HubSpotOperand> {

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.*Z");

    static HubSpotOperand of(Type type, StoredObject object, String property) {
        if (property.equals(type.modified())) {
            return of(object.modified());
        }
        return property.equals(HubSpotSchema.CREATED)
                ? of(object.created())
                : of(HubSpotReplies.value(type, object, property));
    }

    static HubSpotOperand of(String text) {
        if (NUMBER.matcher(text).matches()) {
            return new HubSpotOperand(new BigDecimal(text), text);
        }
        return TIME.matcher(text).matches() ? of(instant(text)) : new HubSpotOperand(null, text);
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public int compareTo(HubSpotOperand other) {
        return number != null && other.number != null
                ? number.compareTo(other.number)
                : text.compareToIgnoreCase(other.text);
    }

    private static HubSpotOperand of(Instant time) {
        return new HubSpotOperand(BigDecimal.valueOf(time.toEpochMilli()), "time");
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw HubSpotRefusal.badRequest("There was a problem with the request: a date was expected");
        }
    }
}
