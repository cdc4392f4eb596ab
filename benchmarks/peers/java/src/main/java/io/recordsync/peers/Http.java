package io.recordsync.peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** JSON calls by the JDK's client, whose connections are kept open. */
final class Http {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An answer from 200 on and below 500, 429 apart. */
    record Answer(int status, JsonNode body) {}

    Answer send(String method, String url, String token, Object body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(text(body)))
                .build();
        return answer(send(request));
    }

    JsonNode postForm(String url, String form) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(LIMIT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return answer(send(request)).body();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CallFailedException("no answer: " + e.getMessage(), Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailedException("interrupted", Optional.empty());
        }
    }

    private Answer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 429 || status >= 500) {
            Optional<Duration> wait = response.headers()
                    .firstValue("Retry-After")
                    .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
            throw new CallFailedException("answered " + status, wait);
        }
        return new Answer(status, tree(response.body()));
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CallFailedException("an answer that is not JSON", Optional.empty());
        }
    }

    private String text(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
