package io.recordsync.rules;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the known word that was probably meant: the one with the fewest changed letters. */
final class Nearest {
    /**
     * The longest word that is compared, in characters. A longer one is no misspelling of a known key, and would take
     * time.
     */
    private static final int MAX_LENGTH = 100;

    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private Nearest() {}

    /** A clause for the end of a sentence: the nearest known word if one is near, otherwise all allowed words. */
    static String hint(String word, Collection<String> known) {
        String allowed = "; allowed are " + String.join(", ", new TreeSet<>(known));
        return known.stream()
                .filter(candidate -> word.length() <= MAX_LENGTH && DISTANCE.apply(word, candidate) <= near(candidate))
                .min(Comparator.comparingInt(candidate -> DISTANCE.apply(word, candidate)))
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse(known.isEmpty() ? "" : allowed);
    }

    private static int near(String candidate) {
        return Math.max(1, candidate.length() / 2);
    }
}
