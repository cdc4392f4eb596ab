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
}
