package io.recordsync.workflows;

/**
 * Why a delivery was parked. The activity's final failure carries it as its details.
 *
 * @param revision the revision that could not be delivered
 * @param code the vendor's error code, or a code of recordsync
 * @param reason a sentence for people, without record content
 * @param errorId the error's id, which is also in the log, in the ledger and on the dead-letter topic
 * @param passing whether the cause may be temporary, so that a slow retry can succeed
 */
public record DeliveryFailure(long revision, String code, String reason, String errorId, boolean passing) {}
