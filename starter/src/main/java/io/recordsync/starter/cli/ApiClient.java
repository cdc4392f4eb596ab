package io.recordsync.starter.cli;

import io.recordsync.process.StartException;
import io.recordsync.process.Table;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the REST API. Every failure is a {@link StartException} whose message is a sentence for people. */
final class ApiClient implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final String address;
    private final Duration patience;

    ApiClient(String address) {
        this(address, ANSWER);
    }

    /** @param patience the longest time for a whole answer */
    ApiClient(String address, Duration patience) {
        this.address = address.replaceFirst("/+$", "");
        this.patience = patience;
    }

    /** Returns the answer's JSON unchanged. */
    String get(String path) {
        return send(request(path).GET().build());
    }

    String post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()).build());
    }

    /** @param body is sent as JSON */
    String put(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(MAPPER.writeValueAsString(body)))
                .build());
    }

    String delete(String path) {
        return send(request(path).DELETE().build());
    }

    /** Converts an answer's JSON to the type. */
    <T> T read(String answer, Class<T> type) {
        try {
            return MAPPER.readValue(answer, type);
        } catch (JacksonException e) {
            throw new StartException(
                    "The server at %s is not recordsync's API. Give the API's address with --api.".formatted(address),
                    e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("Accept", "application/json, application/problem+json");
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> response = exchange(request);
            if (response.statusCode() >= 300) {
                throw new ApiRefusalException(response.statusCode(), refusal(response));
            }
            return response.body();
        } catch (ConnectException e) {
            throw new StartException(
                    ("The API at %s cannot be reached. Start it with `recordsync starter`, or give its"
                                    + " address with --api.")
                            .formatted(address),
                    e);
        } catch (HttpTimeoutException e) {
            throw new StartException(
                    String.format(
                            Locale.ROOT,
                            "The API at %s did not answer within %d seconds.",
                            address,
                            patience.toSeconds()),
                    e);
        } catch (IOException e) {
            throw new StartException(
                    "The API at %s closed the connection before its answer was complete. Try again.".formatted(address),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The request to the API at %s was interrupted.".formatted(address), e);
        }
    }

    /** The client's own timeout ends with the answer's headers. This one includes the whole body. */
    private HttpResponse<String> exchange(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, BodyHandlers.ofString());
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("the answer was not complete in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** The text of the problem details in the answer. */
    private String refusal(HttpResponse<String> response) {
        JsonNode problem = json(response.body());
        String detail = problem.path("detail").asString("");
        String errorId = problem.path("errorId").asString("");
        return detail.isEmpty() || errorId.isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "The server at %s is not recordsync's API: it answered with status %d. Give the"
                                + " API's address with --api.",
                        address,
                        response.statusCode())
                : Table.plain("%s (error id %s)".formatted(detail, errorId));
    }

    private static JsonNode json(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            return MAPPER.missingNode();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
