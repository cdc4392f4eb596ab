package io.recordsync.worker.reading;

/**
 * Whether so many rows of a run have changed in the same way that a person has to decide about it. If a guard stops
 * something, it also stops more of it.
 */
public final class Guards {

    private static final int PERCENT = 100;

    private static final int FEW_BLANKS = 20;
    private static final int FEW_FORMS = 10;
    private static final int PERCENT_OF_CHANGED = 30;

    private static final int FEW_BACK = 20;
    private static final int PERCENT_OF_LIVING = 10;

    private Guards() {}

    /**
     * Whether a field is rather deleted than cleared in each row.
     *
     * @param blanks the rows that have lost the field
     * @param changed the rows of the run that show anything new
     */
    static boolean isBlanking(long blanks, long changed) {
        return blanks >= FEW_BLANKS && blanks * PERCENT > changed * PERCENT_OF_CHANGED;
    }

    /**
     * Whether a program has written a field in another form, and nobody has edited it.
     *
     * @param forms the rows that show the field in another form only
     * @param changed the rows of the run that show anything new
     */
    static boolean isRewriting(long forms, long changed) {
        return forms >= FEW_FORMS && forms * PERCENT > changed * PERCENT_OF_CHANGED;
    }

    /**
     * Whether a copy has been put back.
     *
     * @param rows the rows that show an older time than was seen before, and other content
     * @param living the rows that live
     */
    public static boolean isGoingBack(long rows, long living) {
        return rows >= FEW_BACK && rows * PERCENT > living * PERCENT_OF_LIVING;
    }
}
