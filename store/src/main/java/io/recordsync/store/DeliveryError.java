package io.recordsync.store;

/**
 * Why an attempt failed, for people. A vendor's text is shortened, and characters that cannot be stored are replaced.
 *
 * @param code the vendor's error code, or a code of recordsync
 * @param message the reason, without record content
 * @param errorId the error's id, which is also in the log
 */
public record DeliveryError(String code, String message, String errorId) {

    public DeliveryError {
        code = StorableValues.shown(code, 100);
        message = StorableValues.shown(message, 1000);
        errorId = StorableValues.shown(errorId, 100);
    }
}
