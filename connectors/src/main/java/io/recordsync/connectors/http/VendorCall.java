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
 * One HTTP call to a vendor. Its text shows only the method and the path template: address, headers and body contain
 * ids, secrets and personal data.
 *
 * @param system the name of the system that is called; empty until {@link VendorHttp} sends the call
 * @param template the path without its values: {@code /sobjects/{object}/{id}}
 * @param body the body, which is sent once at most; empty for none
 * @param write whether the call changes anything at the vendor; only then does a lost answer leave the outcome in doubt
 * @param cost what the call takes from the account's daily limit, if the vendor has a price per call; otherwise 1
 * @param enough how many bytes of the answer are read, from its beginning; the rest is ignored. Empty if the whole
 *     answer is needed; an answer over 10 MB is then an error
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

    /** A call at the usual cost, whose whole answer is needed. */
    private VendorCall(String method, String template, HttpUrl url, Optional<Body> body, boolean write) {
        this("", method, template, url, Map.of(), body, write, 1, OptionalLong.empty());
    }

    /** A call that changes nothing at the vendor and has no body. */
    public static VendorCall read(String template, HttpUrl url) {
        return new VendorCall("GET", template, url, Optional.empty(), false);
    }

    /** A call that requests only the headers of an answer. */
    public static VendorCall head(String template, HttpUrl url) {
        return new VendorCall("HEAD", template, url, Optional.empty(), false);
    }

    /** A read for which the vendor requires a POST. */
    public static VendorCall readByPost(String template, HttpUrl url, Object json) {
        return new VendorCall("POST", template, url, Optional.of(json(json)), false);
    }

    /** A form that changes no record, such as a token request. */
    public static VendorCall form(String template, HttpUrl url, Map<String, String> fields) {
        return new VendorCall("POST", template, url, Optional.of(form(fields)), false);
    }

    public static VendorCall write(String method, String template, HttpUrl url, Object json) {
        return new VendorCall(method, template, url, Optional.of(json(json)), true);
    }

    public static VendorCall delete(String template, HttpUrl url) {
        return new VendorCall("DELETE", template, url, Optional.empty(), true);
    }

    /** A write with any body, such as a file or a signed message. */
    public static VendorCall write(String method, String template, HttpUrl url, Body body) {
        return new VendorCall(method, template, url, Optional.of(body), true);
    }

    /** The call with the name of the system that is called. */
    public VendorCall to(String name) {
        return new VendorCall(name, method, template, url, headers, body, write, cost, enough);
    }

    public VendorCall withBearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** The call with one more header; {@code Content-Type} is set by the body. */
    public VendorCall with(String header, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(header, value);
        return new VendorCall(system, method, template, url, all, body, write, cost, enough);
    }

    /** The call with another media type for its body, such as a vendor's own name for JSON. */
    public VendorCall sentAs(String mediaType) {
        Optional<Body> renamed = body.map(sent -> new Body(mediaType, sent.bytes()));
        return new VendorCall(system, method, template, url, headers, renamed, write, cost, enough);
    }

    public VendorCall costing(int price) {
        return new VendorCall(system, method, template, url, headers, body, write, price, enough);
    }

    /** The call with only the beginning of its answer read. */
    public VendorCall readingAtMost(long bytes) {
        return new VendorCall(system, method, template, url, headers, body, write, cost, OptionalLong.of(bytes));
    }

    @Override
    public String toString() {
        return method + " " + template;
    }

    private static Body json(Object content) {
        return new Body(JSON, VendorJson.bytes(content));
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

    /** The body that is sent; its text shows only the size. */
    public record Body(String mediaType, ByteString bytes) {

        /**
         * A body that can be sent only once, so that the HTTP client makes no retry of its own, for which there is no
         * permit.
         */
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
