package io.recordsync.connectors.http;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A vendor's answer. Its text shows the status alone.
 *
 * @param call what it answers
 * @param status the HTTP status
 * @param retryAfter how long the vendor asks to wait, an hour at most
 * @param json the body; a missing node where it is empty or no JSON
 */
public record Answer(VendorCall call, int status, Optional<Duration> retryAfter, JsonNode json) {

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return call + ": HTTP " + status;
    }
}
