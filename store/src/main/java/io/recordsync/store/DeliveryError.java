package io.recordsync.store;

/**
 * Why an attempt failed, for people. A vendor's text is cut, and what cannot be stored of it is replaced.
 *
 * @param code the vendor's code, or our own
 * @param message without record content
 * @param errorId also in the log
 */
public record DeliveryError(String code, String message, String errorId) {

    public DeliveryError {
        code = StorableValues.shown(code, 100);
        message = StorableValues.shown(message, 1000);
        errorId = StorableValues.shown(errorId, 100);
    }
}
