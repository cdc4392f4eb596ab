package io.recordsync.store.reading;

/** The page was committed before, or the run has ended, or another process has taken it over. */
public final class OvertakenRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OvertakenRunException(long run, int page) {
        super("page " + page + " of run " + run + " is not this process's to commit");
    }
}
