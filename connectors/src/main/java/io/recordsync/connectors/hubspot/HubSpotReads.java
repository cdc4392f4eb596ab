package io.recordsync.connectors.hubspot;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Keyset;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.http.VendorJson;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads changes by search, and deletes by the list of archived records. Each page of a search is a query of its own, so
 * that none reaches the 10,000 records to which HubSpot limits one query. A search can sort by one property only. It
 * sorts by time; if more records than fit into a page share one time, these are read by id.
 */
final class HubSpotReads {

    static final int MAX_PAGE = 200;

    private static final int MAX_LIST_PAGE = 100;
    static final int MAX_QUERY_LENGTH = 3_000;

    /** A change appears in searches after «a few moments»; HubSpot does not say how many. */
    static final Duration LAG = Duration.ofMinutes(5);

    private static final Duration TICK = Duration.ofMillis(1);
    private static final String BEFORE_ALL_IDS = "0";

    private final HubSpotApi api;
    private final HubSpotRows rows;

    HubSpotReads(HubSpotApi api, HubSpotRows rows) {
        this.api = api;
        this.rows = rows;
    }

    Page read(Read read, CallScope scope) {
        return switch (read.feed()) {
            case CHANGES -> changes(read, scope);
            case DELETES -> deletes(read, scope);
        };
    }

    private Page changes(Read read, CallScope scope) {
        Keyset from = Keyset.of(read.from());
        return from.id().isEmpty() ? byTime(read, from, scope) : byId(read, from, scope);
    }

    private Page byTime(Read read, Keyset from, CallScope scope) {
        String modified = HubSpotRows.modifiedProperty(read.object());
        Found found = search(read, List.of(filter(modified, "GTE", millis(from))), modified, scope);
        if (found.records().isEmpty()) {
            return new Page(List.of(), from.end(), true);
        }
        Instant newest = modified(found.records().getLast());
        Keyset next = from.behind(newest, "", api.now(), LAG);
        return found.last() ? new Page(found.records(), after(next).end(), true) : upTo(newest, found, next);
    }

    /**
     * Drops the records with the newest time, because some of them may be missing from the page. The next page reads
     * them.
     */
    private static Page upTo(Instant newest, Found found, Keyset next) {
        List<ReadRecord> complete = found.records().stream()
                .filter(record -> modified(record).isBefore(newest))
                .toList();
        Keyset onward = complete.isEmpty() ? new Keyset(newest, BEFORE_ALL_IDS, next.unsure()) : next;
        return new Page(complete, onward.cursor(), false);
    }

    private Page byId(Read read, Keyset from, CallScope scope) {
        List<Map<String, String>> filters = List.of(
                filter(HubSpotRows.modifiedProperty(read.object()), "EQ", millis(from)),
                filter("hs_object_id", "GT", from.id()));
        Found found = search(read, filters, "hs_object_id", scope);
        boolean done = found.last() || found.records().isEmpty();
        Keyset next = done
                ? after(from)
                : new Keyset(from.time(), found.records().getLast().externalId(), from.unsure());
        return new Page(found.records(), next.cursor(), false);
    }

    private static Keyset after(Keyset position) {
        return new Keyset(position.time().plus(TICK), "", position.unsure());
    }

    /** The result of a search, and whether it was complete. */
    private record Found(List<ReadRecord> records, boolean last) {}

    private Found search(Read read, List<Map<String, String>> filters, String order, CallScope scope) {
        Map<String, Object> query = Map.of(
                "filterGroups", List.of(Map.of("filters", filters)),
                "sorts", List.of(Map.of("propertyName", order, "direction", "ASCENDING")),
                "properties", rows.properties(read.object(), read.fields()),
                "limit", Math.min(read.limit(), MAX_PAGE));
        if (VendorJson.of(query).toString().length() > MAX_QUERY_LENGTH) {
            throw ConnectorException.refused(
                    "TOO_MANY_FIELDS",
                    ("A search at %s can have at most 3,000 characters, and the properties that the rule"
                                    + " for %s reads need more. Read fewer properties.")
                            .formatted(api.system(), read.object()));
        }
        VendorResponse response = api.search(read.object(), query, scope);
        return new Found(
                results(response, "a read of " + read.object())
                        .valueStream()
                        .map(record -> rows.readRecord(record, read.object(), read.fields()))
                        .toList(),
                nextOf(response).isEmpty());
    }

    private Page deletes(Read read, CallScope scope) {
        HubSpotCursor from = HubSpotCursor.of(read.from());
        int limit = Math.min(read.limit(), MAX_LIST_PAGE);
        VendorResponse response = api.list(read.object(), true, limit, from.after(), scope);
        List<ReadRecord> deleted = results(response, "a read of archived " + read.object())
                .valueStream()
                .map(this::archived)
                .filter(record -> !modified(record).isBefore(from.since()))
                .toList();
        HubSpotCursor begun = from.begunBy(api.now().minus(LAG));
        Optional<String> next = nextOf(response);
        return new Page(deleted, next.map(begun::cursor).orElseGet(begun::end), next.isEmpty());
    }

    private ReadRecord archived(JsonNode record) {
        return ReadRecord.deleted(
                rows.id(record), Optional.of(api.recordId(record)), Optional.of(rows.time(record.path("archivedAt"))));
    }

    static JsonNode results(VendorResponse response, String subject) {
        if (!response.succeeded() || !response.json().path("results").isArray()) {
            throw HubSpotErrors.reason(response, subject);
        }
        return response.json().path("results");
    }

    private static Optional<String> nextOf(VendorResponse response) {
        return Optional.of(response.json()
                        .path("paging")
                        .path("next")
                        .path("after")
                        .asString(""))
                .filter(after -> !after.isEmpty());
    }

    private static Map<String, String> filter(String property, String operator, String value) {
        return Map.of("propertyName", property, "operator", operator, "value", value);
    }

    private static String millis(Keyset position) {
        return Long.toString(position.time().toEpochMilli());
    }

    private static Instant modified(ReadRecord record) {
        return record.modified().orElseThrow();
    }
}
