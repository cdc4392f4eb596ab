package io.recordsync.simulator.behaviour;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How a simulated system treats what it holds.
 *
 * @param values the form in which it keeps values
 * @param clockOffset how much its clock is ahead of the right time, or behind it if negative. The clock gives the times
 *     of its objects and the {@code Date} header
 * @param searchLag how long a change is missing in its searches; reads by id show it at once
 * @param silent whether answers to writes contain nothing of what was written, except the id and times
 * @param ignored fields that the API's user may not write: such a write succeeds without an effect on them
 * @param editsPerSecond how many edits people make in its user interface, on average; 0 for none
 */
public record Behaviour(
        ValueForm values,
        Duration clockOffset,
        Duration searchLag,
        boolean silent,
        Set<String> ignored,
        double editsPerSecond) {

    /** Values as they are written, the right time, no lag, complete answers, and no edits. */
    public static final Behaviour USUAL =
            new Behaviour(ValueForm.AS_GIVEN, Duration.ZERO, Duration.ZERO, false, Set.of(), 0);

    private static final double MAX_EDITS = 1_000;

    /** @throws IllegalArgumentException when the lag is negative, or the edits are not from 0 to 1,000 a second */
    public Behaviour {
        ignored = Set.copyOf(ignored);
        if (searchLag.isNegative()) {
            throw new IllegalArgumentException("The lag of a search must not be negative.");
        }
        if (!(editsPerSecond >= 0 && editsPerSecond <= MAX_EDITS)) {
            throw new IllegalArgumentException("The edits per second must be from 0 to 1000.");
        }
    }

    /**
     * The values as the system keeps them.
     *
     * @param byPerson whether a person writes them, who may write all fields
     * @param recordId the field with our record id
     * @param email the field with the e-mail address
     */
    public Map<String, String> kept(Map<String, String> fields, boolean byPerson, String recordId, String email) {
        Map<String, String> taken = new LinkedHashMap<>(fields);
        taken.keySet().removeIf(field -> !byPerson && ignored.contains(field));
        return values.of(taken, recordId, email);
    }

    public Behaviour withValues(ValueForm form) {
        return new Behaviour(form, clockOffset, searchLag, silent, ignored, editsPerSecond);
    }

    public Behaviour withClockOffset(Duration offset) {
        return new Behaviour(values, offset, searchLag, silent, ignored, editsPerSecond);
    }

    public Behaviour withSearchLag(Duration lag) {
        return new Behaviour(values, clockOffset, lag, silent, ignored, editsPerSecond);
    }

    public Behaviour withIgnored(Set<String> fields) {
        return new Behaviour(values, clockOffset, searchLag, silent, fields, editsPerSecond);
    }

    public Behaviour withSilence(boolean on) {
        return new Behaviour(values, clockOffset, searchLag, on, ignored, editsPerSecond);
    }

    public Behaviour withEdits(double perSecond) {
        return new Behaviour(values, clockOffset, searchLag, silent, ignored, perSecond);
    }
}
