package io.recordsync.workflows;

/**
 * Why a delivery gave up; the details of the activity's final failure.
 *
 * @param revision the revision that could not be delivered
 * @param code the vendor's code, or our own
 * @param reason a sentence for people, without record content
 * @param errorId also in the log, in the ledger and on the dead-letter topic
 * @param passing whether the cause may pass by itself, so that a slow retry makes sense
 */
public record DeliveryFailure(long revision, String code, String reason, String errorId, boolean passing) {}
