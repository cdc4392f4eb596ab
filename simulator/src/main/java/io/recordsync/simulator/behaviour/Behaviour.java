package io.recordsync.simulator.behaviour;

import java.time.Duration;

/**
 * How a simulated system treats what it holds.
 *
 * @param values the form in which it keeps values
 * @param clockOffset how much its clock is ahead of the right time, or behind it if negative. The clock gives the times
 *     of its objects and the {@code Date} header
 * @param searchLag how long a change is missing in its searches; reads by id show it at once
 * @param silent whether answers to writes contain nothing of what was written, except the id and times
 * @param editsPerSecond how many edits people make in its user interface, on average; 0 for none
 */
public record Behaviour(
        ValueForm values, Duration clockOffset, Duration searchLag, boolean silent, double editsPerSecond) {

    /** Values as they are written, the right time, no lag, complete answers, and no edits. */
    public static final Behaviour USUAL = new Behaviour(ValueForm.AS_GIVEN, Duration.ZERO, Duration.ZERO, false, 0);

    private static final double MAX_EDITS = 1_000;

    /** @throws IllegalArgumentException when the lag is negative, or the edits are not from 0 to 1,000 a second */
    public Behaviour {
        if (searchLag.isNegative()) {
            throw new IllegalArgumentException("The lag of a search must not be negative.");
        }
        if (!(editsPerSecond >= 0 && editsPerSecond <= MAX_EDITS)) {
            throw new IllegalArgumentException("The edits per second must be from 0 to 1000.");
        }
    }

    public Behaviour withValues(ValueForm form) {
        return new Behaviour(form, clockOffset, searchLag, silent, editsPerSecond);
    }

    public Behaviour withClockOffset(Duration offset) {
        return new Behaviour(values, offset, searchLag, silent, editsPerSecond);
    }

    public Behaviour withSearchLag(Duration lag) {
        return new Behaviour(values, clockOffset, lag, silent, editsPerSecond);
    }

    public Behaviour withSilence(boolean on) {
        return new Behaviour(values, clockOffset, searchLag, on, editsPerSecond);
    }

    public Behaviour withEdits(double perSecond) {
        return new Behaviour(values, clockOffset, searchLag, silent, perSecond);
    }
}
