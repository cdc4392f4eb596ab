package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Keyset;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.connectors.http.VendorResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;

/** The calls of Salesforce's query API that are used. */
final class QueryApi {

    private static final int MAX_PAGES = 100;

    private static final String QUERY = "query";
    /** Finds rows in the recycle bin too. */
    private static final String QUERY_ALL = "queryAll";

    private final SalesforceApi api;

    QueryApi(SalesforceApi api) {
        this.api = api;
    }

    /** At most {@code limit} records with that value in the field, each with its id and its external id. */
    List<JsonNode> find(String object, String field, String value, int limit, CallScope scope) {
        String soql = Soql.whereEqual(
                SalesforceApi.name(object), api.externalIdField(), SalesforceApi.name(field), value, limit);
        return query(QUERY, soql, scope);
    }

    /** The ids of the existing records that carry our record ids, by record id. */
    Map<String, String> idsOf(String object, List<String> recordIds, CallScope scope) {
        Map<String, String> ids = new HashMap<>();
        String field = api.externalIdField();
        for (JsonNode record : whereIn(QUERY, object, List.of("Id", field), field, recordIds, scope)) {
            SalesforceApi.id(record, "Id").ifPresent(id -> ids.put(api.externalId(record), id));
        }
        return ids;
    }

    /** The existing records of which the field has the match value of one of the writes, each with that field. */
    List<JsonNode> matching(String field, List<Write> writes, CallScope scope) {
        List<String> values = writes.stream()
                .flatMap(write -> write.match().stream())
                .map(Match::value)
                .distinct()
                .toList();
        return whereIn(QUERY, writes.getFirst().object(), columns(List.of(field)), field, values, scope);
    }

    /**
     * The rows with these ids, each with the fields.
     *
     * @param deletedToo whether the answer has rows in the recycle bin, each with the id of the row into which it was
     *     merged; only the objects that can be merged have that field
     */
    List<JsonNode> rows(
            String object, Collection<String> fields, List<String> ids, boolean deletedToo, CallScope scope) {
        List<String> all = new ArrayList<>(fields);
        all.addAll(deletedToo ? List.of("IsDeleted", "MasterRecordId") : List.of());
        return whereIn(deletedToo ? QUERY_ALL : QUERY, object, columns(all), "Id", ids, scope);
    }

    /**
     * The rows that creates of one object meet, each once, with the fields of all creates: in one query, or in as few
     * as the longest possible address allows.
     */
    List<JsonNode> rowsLike(List<Meeting> creates, CallScope scope) {
        Map<String, SequencedSet<String>> values = new LinkedHashMap<>();
        SequencedSet<String> fields = new LinkedHashSet<>();
        for (Meeting one : creates) {
            add(values, api.externalIdField(), one.create().recordId());
            one.create().match().ifPresent(match -> add(values, match.field(), match.value()));
            one.ids().forEach(id -> add(values, "Id", id));
            fields.addAll(one.create().content().keySet());
        }
        fields.addAll(values.keySet());
        String object = SalesforceApi.name(creates.getFirst().create().object());
        String soql = Soql.whereAnyIn(object, columns(fields), values);
        return creates.size() == 1 || Soql.fitsAnAddress(soql) ? query(QUERY, soql, scope) : inHalves(creates, scope);
    }

    private List<JsonNode> inHalves(List<Meeting> creates, CallScope scope) {
        int half = creates.size() / 2;
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        for (List<Meeting> part : List.of(creates.subList(0, half), creates.subList(half, creates.size()))) {
            rowsLike(part, scope).forEach(row -> rows.put(row.path("Id").asString(""), row));
        }
        return List.copyOf(rows.values());
    }

    private static void add(Map<String, SequencedSet<String>> values, String field, String value) {
        values.computeIfAbsent(SalesforceApi.name(field), any -> new LinkedHashSet<>())
                .add(value);
    }

    /** One page of the records that changed after a position. */
    VendorResponse changes(String object, Collection<String> fields, Keyset from, int limit, CallScope scope) {
        String soql = Soql.changes(SalesforceApi.name(object), columns(fields), from, limit);
        HttpUrl url = api.url(QUERY).newBuilder().addQueryParameter("q", soql).build();
        return api.send(VendorCall.read("/query", url), scope);
    }

    /** The columns that every row has, and these fields. */
    private SequencedSet<String> columns(Collection<String> fields) {
        SequencedSet<String> columns = new LinkedHashSet<>(List.of("Id", "SystemModstamp", api.externalIdField()));
        fields.stream()
                .filter(field -> columns.stream().noneMatch(field::equalsIgnoreCase))
                .forEach(field -> columns.add(SalesforceApi.name(field)));
        return columns;
    }

    private List<JsonNode> whereIn(
            String resource,
            String object,
            Collection<String> columns,
            String field,
            List<String> values,
            CallScope scope) {
        return Soql.whereIn(SalesforceApi.name(object), columns, SalesforceApi.name(field), values).stream()
                .flatMap(soql -> query(resource, soql, scope).stream())
                .toList();
    }

    private List<JsonNode> query(String resource, String soql, CallScope scope) {
        HttpUrl first =
                api.url(resource).newBuilder().addQueryParameter("q", soql).build();
        List<JsonNode> records = new ArrayList<>();
        Optional<HttpUrl> page = Optional.of(first);
        for (int i = 0; i < MAX_PAGES && page.isPresent(); i++) {
            JsonNode response = page(page.get(), scope);
            response.path("records").valueStream().forEach(records::add);
            page = nextPage(response);
        }
        return records;
    }

    private JsonNode page(HttpUrl url, CallScope scope) {
        VendorResponse response = api.send(VendorCall.read("/query", url), scope);
        if (!response.json().path("records").isArray()) {
            throw SalesforceErrors.reason(response, "a look-up");
        }
        return response.json();
    }

    /**
     * Only the cursor is taken from the address that Salesforce returns, so that no answer can redirect calls to
     * another host.
     */
    private Optional<HttpUrl> nextPage(JsonNode response) {
        String next = response.path("nextRecordsUrl").asString("");
        String cursor = next.substring(next.lastIndexOf('/') + 1);
        return response.path("done").asBoolean(true) || cursor.isEmpty()
                ? Optional.empty()
                : Optional.of(api.url(QUERY, cursor));
    }
}
