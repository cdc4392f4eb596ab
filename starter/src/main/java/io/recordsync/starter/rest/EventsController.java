package io.recordsync.starter.rest;

import io.recordsync.process.ErrorIds;
import io.recordsync.starter.bridge.intake.ChangeIntake;
import io.recordsync.starter.bridge.intake.ChangeIntake.Refused;
import io.recordsync.starter.bridge.intake.ChangeIntake.Taken;
import io.recordsync.starter.bridge.load.InFlightLoad;
import io.recordsync.starter.events.EventMessage;
import io.recordsync.starter.events.EventReader;
import io.recordsync.starter.events.Reading.Ignored;
import io.recordsync.starter.events.Reading.Readable;
import io.recordsync.starter.events.Reading.Unreadable;
import io.recordsync.store.ledger.Change;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The entry point for single events over HTTP. */
@RestController
@Tag(name = "events")
final class EventsController {

    static final int MAX_BYTES = EventReader.MAX_MESSAGE_BYTES;

    /** How long a caller should wait before it sends the event again. A backlog of that size takes at least minutes. */
    private static final Duration LATER = Duration.ofSeconds(30);

    /** The source of events that name none. */
    private static final String CHANNEL = "rest";

    private final EventReader reader;
    private final ChangeIntake intake;
    private final TemporalCalls temporal;
    private final InFlightLoad load;
    private final ErrorIds ids;

    EventsController(EventReader reader, ChangeIntake intake, TemporalCalls temporal, InFlightLoad load, ErrorIds ids) {
        this.reader = reader;
        this.intake = intake;
        this.temporal = temporal;
        this.load = load;
        this.ids = ids;
    }

    /** Answers when the event is durable, that is, stored in the ledger and known to Temporal. */
    @PostMapping("/v1/events")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Accepts one change event, in any of the formats that are read from Kafka.",
            description = "The attributes of a CloudEvent in binary mode are in ce- headers. After an answer of"
                    + " 503, send the same event again: an event with an id or a version of its own is not"
                    + " counted twice. An event that cannot be read is refused, and is not published to a"
                    + " dead-letter topic.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "256 KB at most.",
                            content = {
                                @Content(mediaType = "application/json", schema = @Schema(type = "object")),
                                @Content(mediaType = "application/cloudevents+json", schema = @Schema(type = "object"))
                            }))
    @ApiResponse(responseCode = "202", description = "The event is accepted.")
    @ApiResponse(
            responseCode = "503",
            description = "The event is not accepted now, because a server is unavailable or too many deliveries"
                    + " are unsettled. Retry-After says when to send it again.")
    AcceptedView accept(HttpServletRequest request) {
        if (load.isAboveCeiling()) {
            throw overloaded();
        }
        Taken taken = intake.take(List.of(change(request)), temporal::signal);
        if (!taken.refused().isEmpty()) {
            throw failure(taken.refused().getFirst());
        }
        return AcceptedView.of(taken.accepted().getFirst());
    }

    /** A failure that is not the event's own is answered like every unexpected one. */
    private static RuntimeException failure(Refused refused) {
        return refused.failure().orElseGet(() -> refused(refused.reason()));
    }

    private Change change(HttpServletRequest request) {
        EventMessage message = new EventMessage(CHANNEL, CHANNEL + ":" + ids.next(), headers(request), body(request));
        return switch (reader.read(message)) {
            case Readable(Change change) -> change;
            case Unreadable(String reason) -> throw refused(reason);
            case Ignored ignored -> throw refused("it is about no record");
        };
    }

    /**
     * An event in binary mode has its attributes in headers. Over HTTP their names begin with {@code ce-}, which is
     * converted to Kafka's {@code ce_}.
     */
    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("ce-") || lower.equals("content-type")) {
                headers.put(lower.replaceFirst("^ce-", "ce_"), request.getHeader(name));
            }
        }
        return headers;
    }

    private static byte @Nullable [] body(HttpServletRequest request) {
        byte[] body = read(request);
        if (body.length > MAX_BYTES) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "The event is larger than %d bytes, which is the limit for Kafka, too. Leave"
                                    + " out what is not needed.",
                            MAX_BYTES));
        }
        return body.length == 0 ? null : body;
    }

    private static byte[] read(HttpServletRequest request) {
        try {
            return request.getInputStream().readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "The request ended before its body was complete.", e);
        }
    }

    private static ErrorResponseException overloaded() {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "More deliveries are unsettled than BRIDGE_UNSETTLED_CEILING allows. The event was not"
                        + " accepted: send it again later. GET /v1/crms/available names the systems whose deliveries"
                        + " wait.");
        ErrorResponseException notNow = new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE, problem, null);
        notNow.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(LATER.toSeconds()));
        return notNow;
    }

    private static ResponseStatusException refused(String reason) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, "The event is not accepted: " + reason + ".");
    }
}
