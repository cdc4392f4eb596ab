package io.recordsync.connectors.hubspot;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.MatchingRow;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.SettingChecks;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.http.VendorJson;
import io.recordsync.connectors.http.VendorResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rows of an account, as HubSpot's answers have them. */
final class HubSpotRows {

    static final int MAX_FIND = 100;

    private static final String MERGED_IDS = "hs_merged_object_ids";
    private static final Set<String> CONTACTS = Set.of("contacts", "contact", "0-1");

    private final HubSpotApi api;

    HubSpotRows(HubSpotApi api) {
        this.api = api;
    }

    /** Contacts have another name for this property. */
    static String modifiedProperty(String object) {
        return CONTACTS.contains(object) ? "lastmodifieddate" : "hs_lastmodifieddate";
    }

    /** The ids of the rows that were merged into this one, if the answer has them. */
    static List<String> mergedIds(JsonNode record) {
        String ids = record.path("properties").path(MERGED_IDS).asString("");
        return Stream.of(ids.split(";"))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .toList();
    }

    /** The properties to request: these fields, our record id and the modified time. */
    Set<String> properties(String object, Collection<String> fields) {
        Set<String> properties = new TreeSet<>(fields);
        properties.addAll(List.of(api.uniqueProperty(), modifiedProperty(object)));
        return properties;
    }

    /**
     * The rows with these ids. HubSpot answers the id of a merged row with the row that is left, which lists the ids of
     * the others. An id that cannot be one of HubSpot's is that of no row.
     */
    List<ReadRecord> byIds(String object, Collection<String> fields, List<String> ids, CallScope scope) {
        SettingChecks.require(ids.size() <= MAX_FIND, "a look-up can have at most 100 ids");
        List<String> possible =
                ids.stream().filter(id -> HubSpotApi.id(id).isPresent()).toList();
        if (possible.isEmpty()) {
            return List.of();
        }
        Set<String> properties = properties(object, fields);
        properties.add(MERGED_IDS);
        List<JsonNode> found = api.rows(object, possible, properties, scope);
        Map<String, ReadRecord> rows = new LinkedHashMap<>();
        found.forEach(record -> rows.put(id(record), readRecord(record, object, fields)));
        Map<String, ReadRecord> asked = new LinkedHashMap<>(rows);
        asked.keySet().retainAll(possible);
        found.forEach(record -> mergedIds(record).stream()
                .filter(possible::contains)
                .forEach(loser -> asked.putIfAbsent(loser, ReadRecord.merged(loser, id(record)))));
        requireAsked(found, possible);
        return List.copyOf(asked.values());
    }

    /** A row that was not asked for, and does not say which id it answers, leaves unknown which id is missing. */
    private void requireAsked(List<JsonNode> found, List<String> asked) {
        boolean other = found.stream()
                .anyMatch(record -> !asked.contains(id(record))
                        && mergedIds(record).stream().noneMatch(asked::contains));
        if (other) {
            throw ConnectorException.unreadable(api.system(), "a look-up with a record that was not asked for");
        }
    }

    /**
     * The rows that a create meets: the one that carries its record id, otherwise the one that HubSpot has named,
     * otherwise those that match.
     */
    List<ReadRecord> like(Write write, Optional<String> named, CallScope scope) {
        Set<String> fields = write.content().keySet();
        List<ReadRecord> own = byProperty(write, api.uniqueProperty(), write.recordId(), scope);
        if (!own.isEmpty()) {
            return own;
        }
        return named.map(id -> byIds(write.object(), fields, List.of(id), scope))
                .orElseGet(() -> write.match()
                        .map(match -> byProperty(write, match.field(), match.value(), scope))
                        .orElse(List.of()));
    }

    /**
     * The rows that match some writes in one property, as far as the search index has them. None is searched for by the
     * e-mail address of contacts, because HubSpot itself refuses a second contact with it.
     */
    List<MatchingRow> matching(String property, List<Write> writes, CallScope scope) {
        if (CONTACTS.contains(writes.getFirst().object()) && property.equals("email")) {
            return List.of();
        }
        List<String> values = writes.stream()
                .flatMap(write -> write.match().stream())
                .map(match -> match.value().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        return search(writes.getFirst().object(), property, values, scope).stream()
                .map(record ->
                        new MatchingRow(record.path("properties").path(property).asString(""), api.recordId(record)))
                .toList();
    }

    /**
     * The rows that match the write by the search index, read by their ids.
     *
     * @throws ConnectorException transient if the index is behind, and none of them matches any more
     */
    List<ReadRecord> searched(Write write, CallScope scope) {
        Match match = write.match().orElseThrow();
        Set<String> fields = new TreeSet<>(write.content().keySet());
        fields.add(match.field());
        List<String> values = List.of(match.value().toLowerCase(Locale.ROOT));
        List<String> ids = search(write.object(), match.field(), values, scope).stream()
                .map(this::id)
                .limit(MAX_FIND)
                .toList();
        List<ReadRecord> rows = byIds(write.object(), fields, ids, scope).stream()
                .filter(row ->
                        match.value().equalsIgnoreCase(Write.text(row.content().get(match.field()))))
                .toList();
        if (rows.isEmpty()) {
            throw LinkCandidate.vanished(api.system(), write);
        }
        return rows;
    }

    /** Values of an IN filter must be in lower case. Values that are too long for one search are searched in two. */
    private List<JsonNode> search(String object, String property, List<String> values, CallScope scope) {
        Map<String, Object> filter = Map.of("propertyName", property, "operator", "IN", "values", values);
        Map<String, Object> query = Map.of(
                "filterGroups", List.of(Map.of("filters", List.of(filter))),
                "properties", List.of(property, api.uniqueProperty()),
                "limit", HubSpotReads.MAX_PAGE);
        if (values.size() > 1 && VendorJson.of(query).toString().length() > HubSpotReads.MAX_QUERY_LENGTH) {
            int half = values.size() / 2;
            return Stream.of(values.subList(0, half), values.subList(half, values.size()))
                    .flatMap(part -> search(object, property, part, scope).stream())
                    .toList();
        }
        VendorResponse response = api.search(object, query, scope);
        return HubSpotReads.results(response, "a look-up of " + object)
                .valueStream()
                .toList();
    }

    private List<ReadRecord> byProperty(Write write, String property, String value, CallScope scope) {
        Set<String> fields = write.content().keySet();
        return api.rowsBy(property, List.of(value), write.object(), properties(write.object(), fields), scope).stream()
                .map(record -> readRecord(record, write.object(), fields))
                .toList();
    }

    /** @param fields the requested fields; the content has those that the answer has */
    ReadRecord readRecord(JsonNode record, String object, Collection<String> fields) {
        JsonNode properties = record.path("properties");
        Instant modified = time(properties.path(modifiedProperty(object)));
        return new ReadRecord(
                id(record),
                Optional.of(api.recordId(record)),
                Optional.of(modified),
                false,
                content(properties, fields));
    }

    /**
     * The row after a write, from the answer to the write; empty if the answer has no more than the id. The answer may
     * lack properties: our record id is then as the write left it, and a property that the write cleared is empty,
     * because HubSpot leaves out properties without a value.
     */
    Optional<ReadRecord> shown(Write write, JsonNode result) {
        JsonNode properties = result.path("properties");
        if (!properties.isObject()) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> content = new HashMap<>();
        write.content().entrySet().stream()
                .filter(field -> Write.text(field.getValue()).isEmpty())
                .forEach(field -> content.put(field.getKey(), null));
        content.putAll(content(properties, properties.propertyNames()));
        String recordId = properties.has(api.uniqueProperty()) ? api.recordId(result) : write.recordId();
        Optional<Instant> modified = shownTime(properties.path(modifiedProperty(write.object())))
                .or(() -> shownTime(result.path("updatedAt")));
        return Optional.of(new ReadRecord(id(result), Optional.of(recordId), modified, false, content));
    }

    private static Map<String, @Nullable Object> content(JsonNode properties, Collection<String> fields) {
        Map<String, @Nullable Object> content = new HashMap<>();
        fields.stream()
                .filter(properties::has)
                .forEach(field -> content.put(field, VendorJson.value(properties.path(field))));
        return content;
    }

    String id(JsonNode record) {
        return HubSpotApi.id(record.path("id")).orElseThrow(this::unreadable);
    }

    Instant time(JsonNode text) {
        return shownTime(text).orElseThrow(this::unreadable);
    }

    private static Optional<Instant> shownTime(JsonNode text) {
        try {
            return Optional.of(Instant.parse(text.asString("")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private ConnectorException unreadable() {
        return ConnectorException.unreadable(api.system(), "a read with a record that has no id or time");
    }
}
