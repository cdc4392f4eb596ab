package io.recordsync.rules;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

/** Finds what was probably meant, by the least number of changed letters. */
final class Nearest {
    /** Keys longer than this are no misspelling of ours, and would take time to compare. */
    private static final int LONGEST = 100;

    private Nearest() {}

    /** A clause for the end of a sentence: the nearest, where one is near, and all that are allowed. */
    static String hint(String word, Collection<String> known) {
        String allowed = "; allowed are " + String.join(", ", new TreeSet<>(known));
        return known.stream()
                .filter(candidate -> word.length() <= LONGEST && distance(word, candidate) <= near(candidate))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse(known.isEmpty() ? "" : allowed);
    }

    private static int near(String candidate) {
        return Math.max(1, candidate.length() / 2);
    }

    /** Levenshtein's distance, row by row. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
