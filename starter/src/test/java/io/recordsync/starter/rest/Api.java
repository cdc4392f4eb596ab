package io.recordsync.starter.rest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a starter over real HTTP. */
final class Api implements AutoCloseable {

    /** Shorter than the timeout after which Temporal's client gives up a query, and ample for everything else. */
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;

    Api(int port) {
        address = "http://127.0.0.1:" + port;
    }

    /** @param body the body as JSON; a JSON null if it is empty */
    record Answer(HttpResponse<String> response, JsonNode body) {

        int status() {
            return response.statusCode();
        }

        String text() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String at(String pointer) {
            return body.at(pointer).asString();
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    Answer event(String body) {
        return event(body.getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of());
    }

    Answer event(byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = request("/v1/events").POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response, json(response));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        boolean isJson =
                response.headers().firstValue("content-type").orElse("").contains("json");
        return isJson
                ? JsonMapper.shared().readTree(response.body())
                : JsonMapper.shared().missingNode();
    }

    @Override
    public void close() {
        http.close();
    }
}
