package io.recordsync.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
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

    /** The bearer token; empty if there is none. */
    public String bearerToken() {
        return credentials("Bearer ");
    }

    /** The user and the password of HTTP Basic, as {@code user:password}; empty if there are none. */
    public String basicCredentials() {
        try {
            return new String(Base64.getDecoder().decode(credentials("Basic ").strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private String credentials(String scheme) {
        String authorization = header("Authorization").orElse("");
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length())
                ? authorization.substring(scheme.length())
                : "";
    }

    /**
     * The parameters of the form in the body. A client's id and secret are taken from HTTP Basic if they are sent in
     * that way.
     */
    public Map<String, String> tokenForm() {
        Map<String, String> form = UrlEncoding.parameters(body);
        String basic = basicCredentials();
        if (!basic.isEmpty()) {
            List<String> client = List.of(basic.split(":", 2));
            form.put("client_id", UrlEncoding.decode(client.getFirst()));
            form.put("client_secret", UrlEncoding.decode(client.getLast()));
        }
        return form;
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
