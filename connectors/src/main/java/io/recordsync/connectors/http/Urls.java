package io.recordsync.connectors.http;

import java.net.URI;
import java.util.Objects;
import okhttp3.HttpUrl;

/** Builds the addresses of calls. */
public final class Urls {

    private Urls() {}

    /** @param checked an http or https address that the settings have checked */
    public static HttpUrl of(URI checked) {
        return Objects.requireNonNull(HttpUrl.get(checked), "settings have checked the URL");
    }

    /** The address with more segments in its path; each may contain any character. */
    public static HttpUrl with(HttpUrl base, String... segments) {
        HttpUrl.Builder url = base.newBuilder();
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url.build();
    }
}
