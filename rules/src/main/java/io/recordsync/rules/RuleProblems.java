package io.recordsync.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of a rule file, so that all of them are reported at once. */
final class RuleProblems {
    private static final int MOST = 100;
    private static final int LONGEST = 1000;

    private final List<Problem> all = new ArrayList<>();
    private boolean more;

    void add(SourceLocation location, String message) {
        if (all.size() < MOST) {
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
            return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST) + "…";
        }
    }
}
