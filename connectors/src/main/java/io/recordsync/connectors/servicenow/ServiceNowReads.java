package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Keyset;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.http.VendorResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Reads changes or deletes by time and id, with two queries per page: first the rest of the second in which the last
 * page ended, then everything later. Each record of an answer is checked against its query, because ServiceNow ignores
 * conditions that it does not understand.
 */
final class ServiceNowReads {

    static final int MAX_PAGE = 1_000;

    /** The largest number of ids in one query: more ids of 32 characters may not fit into one address. */
    static final int MAX_FIND = 150;

    /** The unit of the instance's times. */
    static final Duration RESOLUTION = Duration.ofSeconds(1);

    /** The largest number of consecutive hidden records that are skipped to find a visible one. */
    private static final int MAX_WINDOW = 10_000;

    /** The time of a change is set before it is committed, by one of several nodes. */
    static final Duration LAG = Duration.ofSeconds(30);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ServiceNowApi api;
    private final InstantSource clock;

    ServiceNowReads(ServiceNowApi api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    /**
     * The records of a table in an order.
     *
     * @param filter the condition on its records; empty for all
     * @param time the column by which they are ordered
     */
    private record Feed(String table, String filter, String time, List<String> columns) {}

    /** A record with its position. */
    private record Row(String time, String id, JsonNode values) {

        boolean isBehind(Row other) {
            int byTime = time.compareTo(other.time);
            return byTime > 0 || byTime == 0 && id.compareTo(other.id) > 0;
        }
    }

    /** The result of one query. */
    private record QueryResult(List<Row> rows, boolean more, Instant asked) {}

    Page read(Read read, CallScope scope) {
        Keyset from = Keyset.of(read.from());
        Feed feed = feed(read);
        int limit = Math.min(read.limit(), MAX_PAGE);
        QueryResult result =
                from.id().isEmpty() ? since(feed, from, ">=", limit, scope) : behind(feed, from, limit, scope);
        List<ReadRecord> records =
                result.rows().stream().map(row -> readRecord(read, row)).toList();
        return new Page(
                records,
                result.more() ? next(from, result).cursor() : next(from, result).end(),
                !result.more());
    }

    /**
     * Reads records by their ids, with one query. A text that does not have the form of an id belongs to no record. A
     * record that access rules hide is missing in the answer, although it exists.
     */
    List<ReadRecord> find(String table, List<String> fields, List<String> externalIds, CallScope scope) {
        List<String> ids = externalIds.stream().filter(ServiceNowApi::isId).toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        List<String> columns = columns(fields);
        String query = ServiceNowApi.ID + "IN" + String.join(",", ids);
        VendorResponse response = api.list(table, query, columns, ids.size(), scope);
        List<JsonNode> rows = ServiceNowApi.rows(response);
        boolean meant = rows.stream()
                .allMatch(row -> ids.contains(row.path(ServiceNowApi.ID).asString("")));
        if (!meant || Paging.hasMore(response, 0, ids.size())) {
            throw ServiceNowErrors.ignoredQuery(table, columns);
        }
        return rows.stream().map(row -> api.readRecord(row, fields)).toList();
    }

    static Optional<Instant> instant(String time) {
        try {
            return Optional.of(LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Feed feed(Read read) {
        EncodedQuery.requireColumn(read.object());
        return switch (read.feed()) {
            case CHANGES -> new Feed(read.object(), "", ServiceNowApi.UPDATED, columns(read.fields()));
            case DELETES ->
                new Feed(
                        "sys_audit_delete",
                        EncodedQuery.equal("tablename", read.object()),
                        "sys_created_on",
                        List.of(ServiceNowApi.ID, "sys_created_on", "tablename", "documentkey"));
        };
    }

    private List<String> columns(List<String> fields) {
        Set<String> columns =
                new LinkedHashSet<>(List.of(ServiceNowApi.ID, ServiceNowApi.UPDATED, api.recordIdField()));
        fields.forEach(field -> columns.add(EncodedQuery.requireColumn(field)));
        return List.copyOf(columns);
    }

    private QueryResult behind(Feed feed, Keyset from, int limit, CallScope scope) {
        QueryResult sameSecond = rest(feed, from, limit, scope);
        int left = limit - sameSecond.rows().size();
        if (sameSecond.more() || left == 0) {
            return new QueryResult(sameSecond.rows(), true, sameSecond.asked());
        }
        QueryResult later = since(feed, from, ">", left, scope);
        List<Row> rows = new ArrayList<>(sameSecond.rows());
        rows.addAll(later.rows());
        return new QueryResult(rows, later.more(), sameSecond.asked());
    }

    private QueryResult rest(Feed feed, Keyset from, int limit, CallScope scope) {
        String time = TIME.format(from.time());
        String query =
                EncodedQuery.and(feed.filter(), feed.time() + "=" + time, "sys_id>" + from.id(), "ORDERBYsys_id");
        return query(feed, query, row -> row.time().equals(time) && row.id().compareTo(from.id()) > 0, limit, scope);
    }

    private QueryResult since(Feed feed, Keyset from, String comparison, int limit, CallScope scope) {
        String time = TIME.format(from.time());
        int least = comparison.equals(">") ? 1 : 0;
        String query = EncodedQuery.and(
                feed.filter(), feed.time() + comparison + time, "ORDERBY" + feed.time(), "ORDERBYsys_id");
        return query(feed, query, row -> row.time().compareTo(time) >= least, limit, scope);
    }

    /**
     * Repeats the query with a larger limit if access rules hide all records of the answer: only a visible record gives
     * the position to continue from.
     */
    private QueryResult query(Feed feed, String query, Predicate<Row> meant, int limit, CallScope scope) {
        QueryResult result = window(feed, query, meant, limit, scope);
        for (int window = limit; result.rows().isEmpty() && result.more(); ) {
            if (window >= MAX_WINDOW) {
                throw hidden(feed);
            }
            window = Math.min(MAX_WINDOW, window * 10);
            result = window(feed, query, meant, window, scope);
        }
        boolean cut = result.rows().size() > limit;
        return cut ? new QueryResult(result.rows().subList(0, limit), true, result.asked()) : result;
    }

    private QueryResult window(Feed feed, String query, Predicate<Row> meant, int limit, CallScope scope) {
        VendorResponse response = api.list(feed.table(), query, feed.columns(), limit, scope);
        List<Row> rows = ServiceNowApi.rows(response).stream()
                .map(values -> row(feed, values))
                .toList();
        if (!rows.stream().allMatch(row -> meant.test(row) && isOfTable(feed, row)) || !isInOrder(rows)) {
            throw ServiceNowErrors.ignoredQuery(feed.table(), feed.columns());
        }
        return new QueryResult(rows, Paging.hasMore(response, rows.size(), limit), asked(response));
    }

    private static Row row(Feed feed, JsonNode values) {
        String time = values.path(feed.time()).asString("");
        String id = ServiceNowApi.id(values).orElse("");
        if (id.isEmpty() || instant(time).isEmpty()) {
            throw ServiceNowErrors.ignoredQuery(feed.table(), feed.columns());
        }
        return new Row(time, id, values);
    }

    private static boolean isOfTable(Feed feed, Row row) {
        return feed.filter().isEmpty()
                || feed.filter()
                        .equals("tablename=" + row.values().path("tablename").asString(""));
    }

    private static boolean isInOrder(List<Row> rows) {
        boolean ordered = true;
        for (int i = 1; i < rows.size(); i++) {
            ordered &= rows.get(i).isBehind(rows.get(i - 1));
        }
        return ordered;
    }

    /** The time by the instance's own clock, if the answer states it. */
    private Instant asked(VendorResponse response) {
        return response.date().orElseGet(clock::instant);
    }

    private static Keyset next(Keyset from, QueryResult result) {
        if (result.rows().isEmpty()) {
            return from;
        }
        Row last = result.rows().getLast();
        return from.behind(instant(last.time()).orElseThrow(), last.id(), result.asked(), LAG);
    }

    private ReadRecord readRecord(Read read, Row row) {
        return switch (read.feed()) {
            case CHANGES -> api.readRecord(row.values(), read.fields());
            case DELETES ->
                ReadRecord.deleted(
                        row.values().path("documentkey").asString(""), Optional.empty(), instant(row.time()));
        };
    }

    private ConnectorException hidden(Feed feed) {
        return ConnectorException.refused(
                "HIDDEN_RECORDS",
                String.format(
                        Locale.ROOT,
                        "%s hides %d consecutive records of %s from the user. Let the user read them, then read"
                                + " again.",
                        api.system(),
                        MAX_WINDOW,
                        feed.table()));
    }
}
