package io.recordsync.connectors.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import okio.ByteString;
import tools.jackson.databind.JsonNode;

/**
 * A vendor's answer. Its text shows the status alone.
 *
 * @param call what it answers
 * @param status the HTTP status
 * @param retryAfter how long the vendor asks to wait, an hour at most
 * @param headers all headers; they may hold secrets
 * @param body the body as it came, 10 MB at most
 * @param json the body; a missing node where it is empty or no JSON
 */
public record Answer(
        VendorCall call, int status, Optional<Duration> retryAfter, Headers headers, ByteString body, JsonNode json) {

    /** The first value of a header, by its name in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The server's time, to the second; empty where it does not tell. */
    public Optional<Instant> date() {
        return Optional.ofNullable(headers.getInstant("Date"));
    }

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return call + ": HTTP " + status;
    }
}
