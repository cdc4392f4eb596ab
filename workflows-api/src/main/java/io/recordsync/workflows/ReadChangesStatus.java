package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/**
 * How a run stands.
 *
 * @param runId the run's number in the ledger; 0 until it has begun
 * @param status waiting, until it has begun; running; success, partial, failed, cancelled or overtaken;
 *     waiting again, if a person is to decide about its deletes; skipped, if no run was needed
 * @param page the number of pages that are done
 * @param processed rows that were judged
 * @param created records that were made
 * @param updated records that were changed
 * @param failed rows that need a person
 * @param push whether a {@link PushRecords} is to be started, because the run was the first that has read all rows;
 *     null means false
 */
public record ReadChangesStatus(
        long runId,
        String status,
        int page,
        long processed,
        long created,
        long updated,
        long failed,
        @Nullable Boolean push) {

    public static final ReadChangesStatus WAITING = new ReadChangesStatus(0, "waiting", 0, 0, 0, 0, 0);

    /** How a run stands that is followed by no other. */
    public ReadChangesStatus(
            long runId, String status, int page, long processed, long created, long updated, long failed) {
        this(runId, status, page, processed, created, updated, failed, null);
    }

    public ReadChangesStatus withStatus(String other) {
        return new ReadChangesStatus(runId, other, page, processed, created, updated, failed, push);
    }

    /** The same with the push that follows. */
    public ReadChangesStatus withPush() {
        return new ReadChangesStatus(runId, status, page, processed, created, updated, failed, true);
    }
}
