package io.recordsync.settings;

/** How many letters must be put in, taken out or exchanged to make one word of another (Levenshtein). */
final class EditDistance {

    private EditDistance() {}

    static int between(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            nextRow(row, i, from.charAt(i - 1), to);
        }
        return row[to.length()];
    }

    private static void nextRow(int[] row, int i, char letter, String to) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= to.length(); j++) {
            int exchanged = diagonal + (letter == to.charAt(j - 1) ? 0 : 1);
            diagonal = row[j];
            row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
        }
    }
}
