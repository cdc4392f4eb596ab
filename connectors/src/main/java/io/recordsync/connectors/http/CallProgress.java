package io.recordsync.connectors.http;

import okhttp3.Call;
import okhttp3.EventListener;

/** The progress of one call: whether the HTTP client has begun to send it, and the status of the answer. */
final class CallProgress extends EventListener {

    private volatile boolean sent;
    private volatile int status;

    @Override
    public void requestHeadersStart(Call call) {
        sent = true;
    }

    void answered(int httpStatus) {
        status = httpStatus;
    }

    boolean isSent() {
        return sent;
    }

    /** The HTTP status; 0 if no answer came. */
    int status() {
        return status;
    }
}
