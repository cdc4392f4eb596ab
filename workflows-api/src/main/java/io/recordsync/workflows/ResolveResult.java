package io.recordsync.workflows;

/**
 * What came of a decision.
 *
 * @param text the same for people, without values
 */
public record ResolveResult(Outcome outcome, String text) {

    public enum Outcome {
        /** The conflict is closed. */
        DECIDED,
        /** It was closed before, and nothing has changed. */
        DECIDED_BEFORE,
        /** The row is judged again. */
        READ_AGAIN,
        /** Nothing has changed: the text says what is needed. */
        NEEDED,
        /** Nothing has changed: a delivery is under way that knows nothing of the decision. It is tried again. */
        LATER
    }
}
