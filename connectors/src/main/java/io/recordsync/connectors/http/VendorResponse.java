package io.recordsync.connectors.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A vendor's answer. Its text shows only the status. Not thread-safe. */
public final class VendorResponse {

    private final VendorCall call;
    private final int status;
    private final Optional<Duration> retryAfter;
    private final Headers headers;
    private final ByteString body;
    private @Nullable JsonNode json;

    VendorResponse(VendorCall call, int status, Optional<Duration> retryAfter, Headers headers, ByteString body) {
        this.call = call;
        this.status = status;
        this.retryAfter = retryAfter;
        this.headers = headers;
        this.body = body;
    }

    /** The call that it answers. */
    public VendorCall call() {
        return call;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** How long the vendor asks to wait, at most one hour. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** All headers; they may contain secrets. */
    public Headers headers() {
        return headers;
    }

    /** The body as received, at most 10 MB. */
    public ByteString body() {
        return body;
    }

    /** The body as JSON, parsed on first use; a missing node if it is empty, not JSON, or has too many tokens. */
    public JsonNode json() {
        JsonNode parsed = json == null ? VendorJson.tree(body.toByteArray()) : json;
        json = parsed;
        return parsed;
    }

    /** The first value of a header; the name is not case-sensitive. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The server's time, to the second; empty if the answer does not state it. */
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
