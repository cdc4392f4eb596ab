package io.recordsync.workflows;

import java.time.Duration;

/**
 * Where a run stands.
 *
 * @param runId the run's number in the ledger
 * @param fence raised by each takeover; a page with an older one is not accepted
 * @param kind what the run reads: delta, full or link
 * @param page the number of pages that are committed
 * @param feed what the next page holds
 * @param pageTime how long a page may take
 */
public record ReadPosition(long runId, int fence, String kind, int page, Feed feed, Duration pageTime) {

    /** What a page holds. */
    public enum Feed {
        /** The rows that the system lists. */
        CHANGES,
        /** Rows that are asked for by their ids, because they could not be judged before. */
        AGAIN,
        /** Rows that seem to be gone: looking for them, asking for each, and applying their deletes. */
        GONE
    }

    public ReadPosition next(Feed of) {
        return new ReadPosition(runId, fence, kind, page + 1, of, pageTime);
    }

    public ReadPosition with(Feed of) {
        return new ReadPosition(runId, fence, kind, page, of, pageTime);
    }
}
