package io.recordsync.store.reading;

/**
 * What a page, or all pages of a run, have brought.
 *
 * @param processed rows that were judged, or passed over as unreadable
 * @param created rows that became records, or brought deleted ones back
 * @param updated rows of which at least one value was taken
 * @param unchanged rows without news
 * @param adjusted fields that the system shows in another form
 * @param taken values that were taken
 * @param overruled values that gave way to ours
 * @param linked rows that were linked to their record without a change of it
 * @param differing values that differ since the sides were linked
 * @param conflicts rows with a conflict that began
 * @param ambiguous rows of which it is not certain which record they are
 * @param unreadable rows, or entries that are no rows, that were passed over
 * @param notWanted rows that are no records and do not become some
 * @param later rows that could not be judged yet
 * @param reread rows that were read by their id
 * @param calls calls to the system
 * @param deleted rows that are not there any more, and whose deletes were applied
 * @param held deletes that wait for a person
 */
public record RunCounts(
        long processed,
        long created,
        long updated,
        long unchanged,
        long adjusted,
        long taken,
        long overruled,
        long linked,
        long differing,
        long conflicts,
        long ambiguous,
        long unreadable,
        long notWanted,
        long later,
        long reread,
        long calls,
        long deleted,
        long held) {

    public static final RunCounts NONE = new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Counts without deletes. */
    public RunCounts(
            long processed,
            long created,
            long updated,
            long unchanged,
            long adjusted,
            long taken,
            long overruled,
            long linked,
            long differing,
            long conflicts,
            long ambiguous,
            long unreadable,
            long notWanted,
            long later,
            long reread,
            long calls) {
        this(
                processed,
                created,
                updated,
                unchanged,
                adjusted,
                taken,
                overruled,
                linked,
                differing,
                conflicts,
                ambiguous,
                unreadable,
                notWanted,
                later,
                reread,
                calls,
                0,
                0);
    }

    /** The same with more rows that were read by their id, and more calls. */
    public RunCounts with(long moreReread, long moreCalls) {
        return new RunCounts(
                processed,
                created,
                updated,
                unchanged,
                adjusted,
                taken,
                overruled,
                linked,
                differing,
                conflicts,
                ambiguous,
                unreadable,
                notWanted,
                later,
                reread + moreReread,
                calls + moreCalls,
                deleted,
                held);
    }

    /** Deletes that were applied, and nothing else. */
    public static RunCounts ofDeleted(long rows) {
        return new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, rows, 0);
    }

    /** The rows that need a person. */
    public long failed() {
        return conflicts + ambiguous + unreadable;
    }
}
