package io.recordsync.rules;

import java.util.List;

/**
 * A rule file that cannot be used. Lists every problem with its location, so that all of them can be corrected at once.
 */
public final class RuleSetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    RuleSetException(String origin, List<String> problems) {
        super("The rule file " + origin + " cannot be used:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each problem as a sentence that begins with its location in the file. */
    public List<String> problems() {
        return problems;
    }
}
