package io.recordsync.simulator.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A reply as it goes to the client.
 *
 * @param headers without content type and length
 * @param body empty for none
 */
public record ApiReply(int status, String contentType, Map<String, String> headers, String body) implements Answer {

    private static final String JSON = "application/json;charset=UTF-8";

    /** A JSON reply without further headers. */
    public static ApiReply json(int status, Object body) {
        return new ApiReply(status, JSON, Map.of(), Json.write(body));
    }

    /** A reply with no body, as after a delete. */
    public static ApiReply empty(int status) {
        return new ApiReply(status, JSON, Map.of(), "");
    }

    /** A table, as bulk interfaces give it. */
    public static ApiReply csv(int status, String rows) {
        return new ApiReply(status, "text/csv;charset=UTF-8", Map.of(), rows);
    }

    /** A page of HTML, as gateways in front of an API send it. */
    public static ApiReply html(int status, String title) {
        String page = "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>";
        return new ApiReply(status, "text/html;charset=UTF-8", Map.of(), page);
    }

    /** This reply with the server's time, where that is not the machine's. */
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
