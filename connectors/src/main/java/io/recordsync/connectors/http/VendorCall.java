package io.recordsync.connectors.http;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP call to a vendor. Its text is method and path template: address, headers and body hold ids, secrets and personal data, and
 * never show.
 *
 * @param system whose call it is
 * @param template the path without the values in it: {@code /sobjects/{object}/{id}}
 * @param body sent once at most; empty for none
 * @param write whether the call changes anything at the vendor: only then can a lost answer leave a doubt
 * @param cost what it takes of the account's day, where the vendor counts calls by a price of their own; else 1
 * @param enough the bytes of the answer that anybody looks at, from its beginning; the rest is not read. Empty where the
 *     whole answer is needed: one over 10 MB is then an error
 */
public record VendorCall(
        String system,
        String method,
        String template,
        HttpUrl url,
        Map<String, String> headers,
        Optional<Body> body,
        boolean write,
        int cost,
        OptionalLong enough) {

    private static final String JSON = "application/json; charset=utf-8";
    private static final String FORM = "application/x-www-form-urlencoded";

    public VendorCall {
        headers = Map.copyOf(headers);
    }

    /** At the usual cost, and with its whole answer needed. */
    private VendorCall(String system, String method, String template, HttpUrl url, Optional<Body> body, boolean write) {
        this(system, method, template, url, Map.of(), body, write, 1, OptionalLong.empty());
    }

    /** Changes nothing at the vendor and sends no body. */
    public static VendorCall read(String system, String template, HttpUrl url) {
        return new VendorCall(system, "GET", template, url, Optional.empty(), false);
    }

    /** Asks for the headers of an answer alone. */
    public static VendorCall head(String system, String template, HttpUrl url) {
        return new VendorCall(system, "HEAD", template, url, Optional.empty(), false);
    }

    /** A read that the vendor wants as a POST. */
    public static VendorCall readByPost(String system, String template, HttpUrl url, Object json) {
        return new VendorCall(system, "POST", template, url, Optional.of(json(json)), false);
    }

    /** A form that changes no record: a token request. */
    public static VendorCall form(String system, String template, HttpUrl url, Map<String, String> fields) {
        return new VendorCall(system, "POST", template, url, Optional.of(form(fields)), false);
    }

    public static VendorCall write(String system, String method, String template, HttpUrl url, Object json) {
        return new VendorCall(system, method, template, url, Optional.of(json(json)), true);
    }

    public static VendorCall delete(String system, String template, HttpUrl url) {
        return new VendorCall(system, "DELETE", template, url, Optional.empty(), true);
    }

    /** Any body: a file, a signed message. */
    public static VendorCall write(String system, String method, String template, HttpUrl url, Body body) {
        return new VendorCall(system, method, template, url, Optional.of(body), true);
    }

    public VendorCall withBearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** With one more header; {@code Content-Type} is the body's. */
    public VendorCall with(String header, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(header, value);
        return new VendorCall(system, method, template, url, all, body, write, cost, enough);
    }

    /** With another media type of its body: a vendor's own name for JSON. */
    public VendorCall sentAs(String mediaType) {
        Optional<Body> renamed = body.map(sent -> new Body(mediaType, sent.bytes()));
        return new VendorCall(system, method, template, url, headers, renamed, write, cost, enough);
    }

    public VendorCall costing(int price) {
        return new VendorCall(system, method, template, url, headers, body, write, price, enough);
    }

    /** With only the beginning of its answer read. */
    public VendorCall readingAtMost(long bytes) {
        return new VendorCall(system, method, template, url, headers, body, write, cost, OptionalLong.of(bytes));
    }

    @Override
    public String toString() {
        return method + " " + template;
    }

    private static Body json(Object content) {
        return new Body(JSON, Json.bytes(content));
    }

    private static Body form(Map<String, String> fields) {
        String encoded = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return new Body(FORM, ByteString.encodeUtf8(encoded));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What is sent; its text shows the size alone. */
    public record Body(String mediaType, ByteString bytes) {

        /** Can be sent once only: the client has no second try of its own that nobody gave a permit for. */
        RequestBody sentOnce() {
            return new RequestBody() {
                @Override
                public @Nullable MediaType contentType() {
                    return MediaType.parse(mediaType);
                }

                @Override
                public long contentLength() {
                    return bytes.size();
                }

                @Override
                public void writeTo(BufferedSink sink) throws IOException {
                    sink.write(bytes);
                }

                @Override
                public boolean isOneShot() {
                    return true;
                }
            };
        }

        @Override
        public String toString() {
            return bytes.size() + " bytes";
        }
    }
}
