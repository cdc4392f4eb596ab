package io.recordsync.starter.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes or edits contacts inside simulated systems, as people would do in their user interfaces. */
@RestController
@Tag(name = "systems")
final class PushController implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final SimulatorSettings simulators;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();

    PushController(SimulatorSettings simulators) {
        this.simulators = simulators;
    }

    @PostMapping("/v1/crms/mock/{system}/push")
    @Operation(
            summary = "Changes a contact inside a simulated system.",
            description = "If no contact of the simulator carries the record id, one is made; else it is edited. The"
                    + " next run that reads the system finds it.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            examples =
                                                    @ExampleObject("{\"record_id\": 303, \"full_name\": \"Ana Silva\","
                                                            + " \"email_address\": \"ana@example.com\","
                                                            + " \"status\": \"active\"}"))))
    @ApiResponse(responseCode = "404", description = "There is no simulator of this system.")
    PushedView push(@PathVariable String system, @RequestBody String body) {
        String address = simulators
                .of(system)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        ("There is no simulator of %s. SIMULATORS_ADDRESSES names the simulators; `recordsync demo`"
                                        + " sets it.")
                                .formatted(system)));
        JsonNode asked = json(body);
        HttpResponse<String> answer = send(system, address, body);
        if (answer.statusCode() != 200) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, json(answer.body()).path("error").asString("The push is refused."));
        }
        return new PushedView(
                system,
                asked.path("record_id").asString(""),
                json(answer.body()).path("id").asString(""));
    }

    private HttpResponse<String> send(String system, String address, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/_simulator/push"))
                    .timeout(ANSWER)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "The simulator of %s at %s does not answer.".formatted(system, address), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the push was interrupted", e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The body is not JSON.", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
