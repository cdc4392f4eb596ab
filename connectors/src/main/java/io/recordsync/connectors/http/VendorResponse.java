package io.recordsync.connectors.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A vendor's answer. Its text shows the status alone. For one thread. */
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

    /** What it answers. */
    public VendorCall call() {
        return call;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** How long the vendor asks to wait, an hour at most. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** All headers; they may hold secrets. */
    public Headers headers() {
        return headers;
    }

    /** The body as it came, 10 MB at most. */
    public ByteString body() {
        return body;
    }

    /** The body, parsed when it is first asked for; a missing node where it is empty, no JSON, or too much of it. */
    public JsonNode json() {
        JsonNode parsed = json == null ? Json.tree(body.toByteArray()) : json;
        json = parsed;
        return parsed;
    }

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
