package io.recordsync.simulator.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A reply as it is sent to the client.
 *
 * @param headers the headers except content type and length
 * @param body empty for none
 */
public record ApiReply(int status, String contentType, Map<String, String> headers, String body) implements ApiResult {

    private static final String JSON = "application/json;charset=UTF-8";

    /** A JSON reply without additional headers. */
    public static ApiReply json(int status, Object body) {
        return new ApiReply(status, JSON, Map.of(), Json.write(body));
    }

    /** A JSON reply for people who look at it with curl. */
    public static ApiReply readable(Object body) {
        return new ApiReply(200, JSON, Map.of(), Json.writeReadably(body) + "\n");
    }

    /** A reply without a body, as after a delete. */
    public static ApiReply empty(int status) {
        return new ApiReply(status, JSON, Map.of(), "");
    }

    /** A table in CSV, as bulk interfaces return it. */
    public static ApiReply csv(int status, String rows) {
        return new ApiReply(status, "text/csv;charset=UTF-8", Map.of(), rows);
    }

    /** An HTML page, as gateways in front of an API send it. */
    public static ApiReply html(int status, String title) {
        String page = "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>";
        return new ApiReply(status, "text/html;charset=UTF-8", Map.of(), page);
    }

    /** This reply with the given server time in its headers, if that differs from the machine's. */
    public ApiReply at(Instant time) {
        return with("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
    }

    /** This reply with one more header. */
    public ApiReply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiReply(status, contentType, Map.copyOf(more), body);
    }
}
