package io.recordsync.workflows;

/**
 * How a run stands.
 *
 * @param runId the run's number in the ledger; 0 until it has begun
 * @param status waiting, until it has begun; running; success, partial, failed, cancelled or overtaken;
 *     skipped, if no run was needed
 * @param page the number of pages that are done
 * @param processed rows that were judged
 * @param created records that were made
 * @param updated records that were changed
 * @param failed rows that need a person
 */
public record ReadChangesStatus(
        long runId, String status, int page, long processed, long created, long updated, long failed) {

    public static final ReadChangesStatus WAITING = new ReadChangesStatus(0, "waiting", 0, 0, 0, 0, 0);

    public ReadChangesStatus withStatus(String other) {
        return new ReadChangesStatus(runId, other, page, processed, created, updated, failed);
    }
}
