package io.recordsync.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of a rule file, so that all of them are reported at once. */
final class RuleProblems {
    private static final int MAX_PROBLEMS = 100;
    private static final int MAX_LENGTH = 1000;

    private final List<Problem> all = new ArrayList<>();
    private boolean more;

    void add(SourceLocation location, String message) {
        if (all.size() < MAX_PROBLEMS) {
            all.add(new Problem(location, message));
        } else {
            more = true;
        }
    }

    void throwIfAny(String origin) {
        if (!all.isEmpty()) {
            throw new RuleSetException(origin, sentences());
        }
    }

    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        all.stream()
                .sorted(Comparator.comparingInt(problem -> problem.location().line()))
                .forEach(problem -> sentences.add(problem.sentence()));
        if (more) {
            sentences.add("and more");
        }
        return sentences;
    }

    private record Problem(SourceLocation location, String message) {
        /** The problem as a sentence. It is shortened, because it may quote the file. */
        String sentence() {
            String sentence = location + ": " + message;
            return sentence.length() <= MAX_LENGTH ? sentence : sentence.substring(0, MAX_LENGTH) + "…";
        }
    }
}
