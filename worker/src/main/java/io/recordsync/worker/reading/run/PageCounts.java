package io.recordsync.worker.reading.run;

import io.recordsync.store.reading.RunCounts;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings.Read;

/** Counts what the judgement of a page has brought. */
final class PageCounts {

    private PageCounts() {}

    /**
     * @param unreadable entries that the connector could not read as rows
     * @param reread rows that were read by their id
     */
    static RunCounts of(Read read, long unreadable, long reread, long calls) {
        return new RunCounts(
                read.verdicts().size() - count(read, Verdict.LATER) + unreadable,
                count(read, Verdict.CREATED),
                count(read, Verdict.UPDATED),
                count(read, Verdict.UNCHANGED),
                read.counts().adjusted(),
                read.counts().taken(),
                read.counts().overruled(),
                count(read, Verdict.LINKED),
                read.counts().differing(),
                count(read, Verdict.CONFLICT),
                count(read, Verdict.AMBIGUOUS),
                count(read, Verdict.UNREADABLE) + unreadable,
                count(read, Verdict.NOT_WANTED),
                count(read, Verdict.LATER),
                reread,
                calls);
    }

    /**
     * @param created the records to be made at the system
     * @param updated the other records to be delivered
     * @param failed the records that could not be looked at
     */
    static RunCounts ofPush(long processed, long created, long updated, long failed) {
        long unchanged = processed - created - updated - failed;
        return new RunCounts(processed, created, updated, unchanged, 0, 0, 0, 0, 0, 0, 0, failed, 0, 0, 0, 0);
    }

    private static long count(Read read, Verdict verdict) {
        return read.verdicts().stream().filter(verdict::equals).count();
    }
}
