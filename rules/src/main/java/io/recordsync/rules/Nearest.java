package io.recordsync.rules;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what was probably meant, by the least number of changed letters. */
final class Nearest {
    /** Keys longer than this are no misspelling of ours, and would take time to compare. */
    private static final int LONGEST = 100;

    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private Nearest() {}

    /** A clause for the end of a sentence: the nearest, where one is near, and all that are allowed. */
    static String hint(String word, Collection<String> known) {
        String allowed = "; allowed are " + String.join(", ", new TreeSet<>(known));
        return known.stream()
                .filter(candidate -> word.length() <= LONGEST && DISTANCE.apply(word, candidate) <= near(candidate))
                .min(Comparator.comparingInt(candidate -> DISTANCE.apply(word, candidate)))
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse(known.isEmpty() ? "" : allowed);
    }

    private static int near(String candidate) {
        return Math.max(1, candidate.length() / 2);
    }
}
