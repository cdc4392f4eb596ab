package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.salesforce.SalesforceSchema.Type;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.Effect;
import io.recordsync.simulator.store.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The records that were deleted in a period, within the last 15 days, and were not restored. The seconds of its start
 * and end are ignored. Must be called atomically.
 */
final class SalesforceDeletes {

    private static final Duration KEPT = Duration.ofDays(15);
    private static final int MAX_RECORDS = 600_000;

    private final CrmStore store;
    private final InstantSource clock;

    SalesforceDeletes(CrmStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    ApiReply answer(ApiRequest request, Type type) {
        Instant start = minute(request, "start");
        Instant end = minute(request, "end");
        if (Duration.between(start, end).compareTo(Duration.ofMinutes(1)) <= 0) {
            throw new SalesforceRefusal(
                    400, "INVALID_REPLICATION_DATE", "startDate must chronologically precede endDate by a minute");
        }
        if (start.isBefore(clock.instant().minus(KEPT).minus(Duration.ofMinutes(1)))) {
            throw new SalesforceRefusal(400, "INVALID_REPLICATION_DATE", "startDate cannot be more than 15 days ago");
        }
        List<JournalEntry> found = deleted(type, start, end);
        if (found.size() > MAX_RECORDS) {
            throw new SalesforceRefusal(400, "EXCEEDED_ID_LIMIT", "too many ids: narrow the range");
        }
        return reply(found, end);
    }

    private List<JournalEntry> deleted(Type type, Instant start, Instant end) {
        return store.journal().stream()
                .filter(entry -> entry.effect() == Effect.DELETE && entry.type().equals(type.name()))
                .filter(entry -> !entry.time().isBefore(start) && entry.time().isBefore(end))
                .filter(entry -> store.wasDeleted(type.name(), String.valueOf(entry.id())))
                .toList();
    }

    private ApiReply reply(List<JournalEntry> found, Instant end) {
        ObjectNode body = Json.object();
        ArrayNode records = body.putArray("deletedRecords");
        found.forEach(entry ->
                records.addObject().put("id", entry.id()).put("deletedDate", SalesforceQueries.time(entry.time())));
        Instant now = clock.instant();
        body.put("earliestDateAvailable", SalesforceQueries.time(now.minus(KEPT)));
        body.put("latestDateCovered", SalesforceQueries.time(end.isBefore(now) ? end : now));
        return ApiReply.json(200, body);
    }

    private static Instant minute(ApiRequest request, String parameter) {
        try {
            return OffsetDateTime.parse(request.parameter(parameter).orElse(""))
                    .toInstant()
                    .truncatedTo(ChronoUnit.MINUTES);
        } catch (DateTimeParseException e) {
            throw new SalesforceRefusal(400, "MALFORMED_QUERY", parameter + " must be a date and time");
        }
    }
}
