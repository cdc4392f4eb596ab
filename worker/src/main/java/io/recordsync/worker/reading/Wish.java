package io.recordsync.worker.reading;

import io.recordsync.rules.Link.Take;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.counterpart.RunOptions;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person wants of a reading, aside from the rules.
 *
 * @param overwrites whether every read field takes the system's value, whoever owns it
 * @param link whose values are taken where the two sides have differed since they were linked; empty if the rules
 *     decide
 * @param keepsOurs whether the system is given our values wherever it shows others
 */
public record Wish(boolean overwrites, Optional<Take> link, boolean keepsOurs) {

    public static final Wish NONE = new Wish(false, Optional.empty(), false);

    /** Our values are given again. */
    public static final Wish OURS = new Wish(false, Optional.empty(), true);

    /** What the system shows is taken. */
    public static final Wish THEIRS = new Wish(true, Optional.empty(), false);

    public static Wish of(RunOptions options) {
        return new Wish(
                options.overwrites(), options.link().map(take -> Take.valueOf(take.toUpperCase(Locale.ROOT))), false);
    }

    /** Whether a row is judged also if it shows nothing new. */
    boolean concerns(Counterpart row) {
        return overwrites || link.isPresent() && row.fields().values().stream().anyMatch(FieldBase::differs);
    }
}
