package io.recordsync.simulator;

import io.recordsync.simulator.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A plain HTTP client, as a connector would use it. It does not retry. */
public final class TestClient {

    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient http;
    private final String baseUrl;
    private final String authorization;

    private TestClient(OkHttpClient http, String baseUrl, String authorization) {
        this.http = http;
        this.baseUrl = baseUrl;
        this.authorization = authorization;
    }

    public record Reply(int status, String text, Headers headers) {

        public JsonNode json() {
            return Json.read(text);
        }

        public String header(String name) {
            String value = headers.get(name);
            return value == null ? "" : value;
        }
    }

    public static TestClient to(String baseUrl) {
        OkHttpClient http = new OkHttpClient.Builder()
                .retryOnConnectionFailure(false)
                .callTimeout(Duration.ofSeconds(20))
                .build();
        return new TestClient(http, baseUrl, "");
    }

    public TestClient with(String newAuthorization) {
        return new TestClient(http, baseUrl, newAuthorization);
    }

    /** Creates a client that trusts this certificate authority and no other. */
    public TestClient trusting(String pem) {
        HandshakeCertificates trusted = new HandshakeCertificates.Builder()
                .addTrustedCertificate(Certificates.decodeCertificatePem(pem))
                .build();
        OkHttpClient client = http.newBuilder()
                .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager())
                .build();
        return new TestClient(client, baseUrl, authorization);
    }

    public TestClient waitingAtMost(Duration time) {
        return new TestClient(http.newBuilder().callTimeout(time).build(), baseUrl, authorization);
    }

    public Reply get(String path) {
        return call("GET", path, null);
    }

    public Reply delete(String path) {
        return call("DELETE", path, null);
    }

    public Reply post(String path, String json) {
        return call("POST", path, RequestBody.create(json, JSON));
    }

    public Reply patch(String path, String json) {
        return call("PATCH", path, RequestBody.create(json, JSON));
    }

    public Reply post(String path, RequestBody body) {
        return call("POST", path, body);
    }

    public Reply call(String method, String path, @Nullable RequestBody body) {
        Request request = new Request.Builder()
                .url(baseUrl + path)
                .method(method, body)
                .header("Authorization", authorization)
                .build();
        return call(request);
    }

    public String authorization() {
        return authorization;
    }

    public Reply call(Request request) {
        try (Response response = http.newCall(request).execute()) {
            return new Reply(response.code(), response.body().string(), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
