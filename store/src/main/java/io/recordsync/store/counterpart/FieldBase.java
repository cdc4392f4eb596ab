package io.recordsync.store.counterpart;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one field of a row: the base from which both sides are compared. It contains hashes alone.
 *
 * @param given the hash of the mapped value that was last sent to the system or taken from it; null: ours must be
 *     given
 * @param shown the hash of what the system showed for that; null where it is not known
 * @param differs whether the sides have differed since they were linked, so that nothing flows until one of them
 *     changes
 * @param wroteAt when we last wrote the field, by the ledger's clock
 * @param flips how often the system has changed the field shortly after our write
 * @param flippedAt when the first of these changes was seen
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record FieldBase(
        @JsonProperty("g") @Nullable String given,
        @JsonProperty("s") @Nullable String shown,
        @JsonProperty("d") boolean differs,
        @JsonProperty("w") @Nullable Instant wroteAt,
        @JsonProperty("n") int flips,
        @JsonProperty("t") @Nullable Instant flippedAt) {

    public static final FieldBase NONE = new FieldBase(null, null, false, null, 0, null);

    /** Whether the field has never been judged. */
    public boolean isUnknown() {
        return given == null && shown == null;
    }

    public boolean isGiven(String hash) {
        return hash.equals(given);
    }

    public boolean isShown(String hash) {
        return hash.equals(shown);
    }

    /** Whether a row that shows this hash shows nothing new. */
    public boolean knows(String hash) {
        return hash.equals(shown == null ? given : shown);
    }

    public FieldBase withGiven(@Nullable String hash) {
        return new FieldBase(hash, shown, differs, wroteAt, flips, flippedAt);
    }

    public FieldBase withShown(@Nullable String hash) {
        return new FieldBase(given, hash, differs, wroteAt, flips, flippedAt);
    }

    public FieldBase withDiffers(boolean now) {
        return new FieldBase(given, shown, now, wroteAt, flips, flippedAt);
    }

    public FieldBase withWrite(Instant at) {
        return new FieldBase(given, shown, differs, at, flips, flippedAt);
    }

    public FieldBase withFlips(int count, @Nullable Instant first) {
        return new FieldBase(given, shown, differs, wroteAt, count, first);
    }
}
