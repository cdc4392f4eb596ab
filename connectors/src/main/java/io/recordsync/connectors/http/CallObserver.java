package io.recordsync.connectors.http;

import java.time.Duration;

/** Told of every HTTP call that was made, for counting. */
@FunctionalInterface
public interface CallObserver {

    CallObserver NONE = (call, status, took) -> {};

    /**
     * @param call what was called; its text names no record
     * @param status the HTTP status; 0 where no answer came
     * @param took from the start of the call to the end of its answer
     */
    void called(VendorCall call, int status, Duration took);

    /**
     * The vendor says that what was called will go away.
     *
     * @param deprecation since when it should not be used any more, as the vendor's {@code Deprecation} header has it; may be empty
     * @param sunset when it ends, as its {@code Sunset} header has it; may be empty
     */
    default void retiring(VendorCall call, String deprecation, String sunset) {}
}
