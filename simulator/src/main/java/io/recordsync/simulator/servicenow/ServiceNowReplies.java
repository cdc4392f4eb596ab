package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Builds ServiceNow's errors: {@code {"error":{"message","detail"},"status":"failure"}}. */
final class ServiceNowReplies {

    private ServiceNowReplies() {}

    static ApiReply error(ServiceNowRefusal refusal) {
        return error(refusal.status(), refusal.text(), refusal.detail());
    }

    /** @param wait the time until calls are allowed again, which is rounded down to seconds, but at least 1 */
    static ApiReply overLimit(long perHour, Duration wait) {
        String detail = "Rate limit of " + perHour + " requests per hour for Table API exceeded";
        return error(429, "Rate limit exceeded", detail)
                .with("Retry-After", String.valueOf(Math.max(1, wait.toSeconds())));
    }

    private static ApiReply error(int status, String message, @Nullable String detail) {
        ObjectNode body = Json.object();
        body.putObject("error").put("message", message).put("detail", detail);
        return ApiReply.json(status, body.put("status", "failure"));
    }
}
