package io.recordsync.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decodes the parts of addresses and forms. A text that is not encoded correctly is taken as it is. */
public final class UrlEncoding {

    private UrlEncoding() {}

    /** The decoded segments of a path; empty ones are left out. */
    public static List<String> segments(String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> decode(segment.replace("+", "%2B"))) // only in a form it stands for a space
                .toList();
    }

    /**
     * The decoded parameters of a form or query; a name without a value is left out, and of two values the last wins.
     */
    public static Map<String, String> parameters(String form) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Arrays.stream(form.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> parameters.put(decode(pair[0]), decode(pair[1])));
        return parameters;
    }

    public static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
