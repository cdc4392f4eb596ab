package io.recordsync.simulator.webhook;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.Json;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Builds the receiver's problem documents (RFC 9457). */
final class WebhookReplies {

    private WebhookReplies() {}

    static ApiReply error(int status, String title) {
        return error(WebhookRefusal.of(status, title));
    }

    static ApiReply error(WebhookRefusal refusal) {
        ObjectNode body = Json.object().put("title", refusal.title()).put("status", refusal.status());
        if (!refusal.field().isEmpty()) {
            body.putArray("errors")
                    .addObject()
                    .put("detail", "is not valid")
                    .put("pointer", "#/data/fields/" + refusal.field());
        }
        return new ApiReply(refusal.status(), "application/problem+json", Map.of(), Json.write(body));
    }

    static ApiReply overLimit(Duration wait) {
        return error(429, "Too Many Requests").with("Retry-After", String.valueOf(wait.toSeconds()));
    }
}
