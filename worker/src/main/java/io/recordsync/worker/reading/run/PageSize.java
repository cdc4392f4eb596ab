package io.recordsync.worker.reading.run;

import io.recordsync.store.reading.Run;
import org.jspecify.annotations.Nullable;

/**
 * How many rows a page has. A page locks as many records as it has news, so that it is not larger than
 * {@link #LARGEST} unless somebody asks for it, or few rows have news.
 *
 * @param run as it was before the page
 * @param wanted what somebody has asked for; null for the usual size
 * @param most the system's largest page
 */
record PageSize(Run run, @Nullable Integer wanted, int most) {

    private static final int LARGEST = 2000;

    /** A row without news is not locked. */
    private static final int LARGEST_QUIET = 10_000;

    /** One of so many rows may have news in a run that counts as quiet. */
    private static final int QUIET = 20;

    /** How many rows are asked for. */
    int rows() {
        return bounded(wanted == null && isQuiet() ? LARGEST_QUIET : usual());
    }

    /** How many are asked for if each of them may have news. */
    int rowsWithNews() {
        return bounded(usual());
    }

    /** How many rows of a page of this size may have news. A smaller page is asked for if they are more. */
    int mostNews(int rows) {
        return wanted == null && rows > LARGEST ? LARGEST : Integer.MAX_VALUE;
    }

    private int usual() {
        return wanted == null ? LARGEST : wanted;
    }

    private boolean isQuiet() {
        long judged = run.counts().processed();
        return judged > 0 && (judged - run.counts().unchanged()) * QUIET <= judged;
    }

    private int bounded(int rows) {
        int size = Math.min(rows, most);
        long read = run.counts().processed() + run.counts().later();
        return run.most() == 0 ? size : (int) Math.max(1, Math.min(size, run.most() - read));
    }
}
