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
        code = Storable.shown(code, 100);
        message = Storable.shown(message, 1000);
        errorId = Storable.shown(errorId, 100);
    }
}
