package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.SettingChecks;
import io.recordsync.connectors.http.VendorJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rows of an org, as queries answer them. */
final class SalesforceRows {

    /** One query can have this many ids; their list is then about 5,400 bytes of its address. */
    static final int MAX_FIND = 200;

    /** The objects whose records people can merge. Only these have a MasterRecordId. */
    private static final Set<String> MERGEABLE = Set.of("account", "contact", "lead");

    /** Offsets have no colon: {@code 2013-05-20T20:49:32.000+0000}. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS][XXX][XX]", Locale.ROOT);

    private final SalesforceApi api;
    private final QueryApi queries;

    SalesforceRows(SalesforceApi api, QueryApi queries) {
        this.api = api;
        this.queries = queries;
    }

    /**
     * The rows with these ids. A row in the recycle bin is there only if it was merged, and then names the row that is
     * left. An id that cannot be one of Salesforce's is that of no row; in a query it would be an error.
     */
    List<ReadRecord> byIds(String object, Collection<String> fields, List<String> ids, CallScope scope) {
        SettingChecks.require(ids.size() <= MAX_FIND, "a query can have at most 200 ids");
        List<String> possible =
                ids.stream().filter(id -> SalesforceApi.id(id).isPresent()).toList();
        if (possible.isEmpty()) {
            return List.of();
        }
        boolean mergeable = MERGEABLE.contains(object.toLowerCase(Locale.ROOT));
        return queries.rows(object, fields, possible, mergeable, scope).stream()
                .flatMap(record -> row(record, fields).stream())
                .toList();
    }

    /** Those of the rows that a create has met: they carry its record id, match it, or have one of its ids. */
    List<ReadRecord> met(Meeting one, List<JsonNode> rows) {
        return rows.stream()
                .filter(row -> one.isWith(row, api.externalIdField()))
                .map(row -> readRecord(row, one.create().content().keySet()))
                .toList();
    }

    /** @param fields the requested fields; the content has those that the answer has, by the names of the request */
    ReadRecord readRecord(JsonNode record, Collection<String> fields) {
        Map<String, JsonNode> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        record.properties().forEach(property -> values.put(property.getKey(), property.getValue()));
        Map<String, @Nullable Object> content = new HashMap<>();
        for (String field : fields) {
            @Nullable JsonNode value = values.get(field);
            if (value != null) {
                content.put(field, VendorJson.value(value));
            }
        }
        return new ReadRecord(
                id(record, "Id"),
                Optional.of(api.externalId(record)),
                Optional.of(time(record.path("SystemModstamp"))),
                false,
                content);
    }

    /** The text of a field, whatever the case of its name; empty if it has none. */
    static String field(JsonNode record, String name) {
        return record.properties().stream()
                .filter(property -> property.getKey().equalsIgnoreCase(name))
                .map(property -> property.getValue().asString(""))
                .findFirst()
                .orElse("");
    }

    String id(JsonNode record, String name) {
        return SalesforceApi.id(record, name).orElseThrow(this::unreadable);
    }

    Instant time(JsonNode text) {
        try {
            return OffsetDateTime.parse(text.asString(""), TIME).toInstant();
        } catch (DateTimeException e) {
            throw unreadable();
        }
    }

    private Optional<ReadRecord> row(JsonNode record, Collection<String> fields) {
        if (!record.path("IsDeleted").asBoolean(false)) {
            return Optional.of(readRecord(record, fields));
        }
        return SalesforceApi.id(record, "MasterRecordId").map(into -> ReadRecord.merged(id(record, "Id"), into));
    }

    private ConnectorException unreadable() {
        return ConnectorException.unreadable(api.system(), "a read with a record that has no id or time");
    }
}
