package io.recordsync.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The address of PostgreSQL, from {@code jdbc:postgresql://…} or {@code postgres://user:password@host:port/database}.
 * May hold a password: {@link #toString} shows host and database only.
 *
 * @param jdbc the JDBC URL, without user and password if it was given in the second form
 */
public record DatabaseUrl(String jdbc, Optional<String> username, Optional<String> password) {

    private static final String JDBC = "jdbc:";
    private static final String JDBC_POSTGRESQL = JDBC + "postgresql:";

    /** @throws IllegalArgumentException if the text has neither form */
    public static DatabaseUrl valueOf(String text) {
        return text.startsWith(JDBC_POSTGRESQL)
                ? new DatabaseUrl(text, Optional.empty(), Optional.empty())
                : ofUri(parse(text));
    }

    private static DatabaseUrl ofUri(URI uri) {
        boolean postgres = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
        if (!postgres || uri.getHost() == null || uri.getRawPath().length() < 2) {
            throw new IllegalArgumentException("not the URL of a PostgreSQL database");
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String jdbc = JDBC_POSTGRESQL + "//" + uri.getHost() + port + uri.getRawPath() + query;
        return new DatabaseUrl(jdbc, userInfo(uri, 0), userInfo(uri, 1));
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // The exception is not kept as the cause, because it holds the text, which may hold a password.
            throw new IllegalArgumentException("not a URL");
        }
    }

    private static Optional<String> userInfo(URI uri, int part) {
        String[] parts = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        // A plus sign is not an encoded blank in this part of a URL.
        return part < parts.length
                ? Optional.of(URLDecoder.decode(parts[part].replace("+", "%2B"), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return jdbc.substring(JDBC.length()).replaceFirst("[?].*", "").replaceFirst("//[^/]*@", "//");
    }
}
