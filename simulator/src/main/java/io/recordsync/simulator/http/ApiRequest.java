package io.recordsync.simulator.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has been read completely.
 *
 * @param origin the address that the client used for this server, without a trailing slash
 * @param path the decoded segments; a trailing slash adds none
 * @param query the decoded parameters
 * @param headers the headers by lower-case name
 * @param body as UTF-8 text, empty for none
 */
public record ApiRequest(
        String origin,
        String method,
        List<String> path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        String body) {

    /** The first value of a query parameter. */
    public Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The value of a header; the name is not case-sensitive. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The segment at this index, or an empty text if the path is shorter. */
    public String segment(int index) {
        return index < path.size() ? path.get(index) : "";
    }

    /** True when the path begins with these segments. */
    public boolean startsWith(String... segments) {
        return path.size() >= segments.length
                && path.subList(0, segments.length).equals(List.of(segments));
    }

    /** The segments from this index on. */
    public List<String> pathFrom(int index) {
        return index >= path.size() ? List.of() : path.subList(index, path.size());
    }
}
