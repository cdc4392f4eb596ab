package io.recordsync.store;

/**
 * Why an attempt failed, for people.
 *
 * @param code the vendor's code, or our own
 * @param message without record content
 * @param errorId also in the log
 */
public record DeliveryError(String code, String message, String errorId) {}
