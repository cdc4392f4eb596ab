package io.recordsync.connectors.http;

import java.time.Duration;

/** Is notified of every HTTP call that was made, so that calls can be counted. */
@FunctionalInterface
public interface CallObserver {

    CallObserver NONE = (call, status, took) -> {};

    /**
     * @param call the call; its text identifies no record
     * @param status the HTTP status; 0 if no answer came
     * @param took from the start of the call to the end of its answer
     */
    void called(VendorCall call, int status, Duration took);

    /**
     * The vendor announces that the called resource will be removed.
     *
     * @param deprecation since when it should not be used any more, from the vendor's {@code Deprecation} header; may
     *     be empty
     * @param sunset when it is removed, from the vendor's {@code Sunset} header; may be empty
     */
    default void retiring(VendorCall call, String deprecation, String sunset) {}
}
