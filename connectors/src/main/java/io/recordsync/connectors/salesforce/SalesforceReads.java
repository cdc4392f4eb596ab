package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Keyset;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads changes by SOQL, and deletes by getDeleted. */
final class SalesforceReads {

    static final int MAX_PAGE = 2_000;

    /**
     * A change gets its time when its transaction writes it, and becomes visible when the transaction commits, within
     * at most 10 minutes.
     */
    static final Duration LAG = Duration.ofMinutes(10);

    private static final Duration REMEMBERED = Duration.ofDays(15);
    /** Before the first call, the difference between Salesforce's clock and ours is not known. */
    private static final Duration LEEWAY = Duration.ofHours(1);
    /** The shortest period that getDeleted accepts; it ignores seconds. */
    private static final Duration MIN_SPAN = Duration.ofMinutes(2);

    private final SalesforceApi api;
    private final QueryApi queries;
    private final SalesforceRows rows;

    SalesforceReads(SalesforceApi api, QueryApi queries, SalesforceRows rows) {
        this.api = api;
        this.queries = queries;
        this.rows = rows;
    }

    Page read(Read read, CallScope scope) {
        return switch (read.feed()) {
            case CHANGES -> changes(read, scope);
            case DELETES -> deletes(read, scope);
        };
    }

    /**
     * Each page is a separate query for the records after the last one of the page before it, so that no cursor of
     * Salesforce can expire.
     */
    private Page changes(Read read, CallScope scope) {
        Keyset from = Keyset.of(read.from());
        int limit = Math.min(read.limit(), MAX_PAGE);
        VendorResponse response = queries.changes(read.object(), read.fields(), from, limit, scope);
        if (!response.json().path("records").isArray()) {
            throw SalesforceErrors.reason(response, "a read of " + read.object());
        }
        List<ReadRecord> records = response.json()
                .path("records")
                .valueStream()
                .map(record -> rows.readRecord(record, read.fields()))
                .toList();
        boolean last = records.size() < limit && response.json().path("done").asBoolean(true);
        Keyset next = records.isEmpty() ? from : behind(records.getLast(), from);
        return new Page(records, last ? next.end() : next.cursor(), last);
    }

    private Page deletes(Read read, CallScope scope) {
        Keyset from = Keyset.of(read.from());
        boolean all = from.time().equals(Instant.EPOCH);
        Instant oldest = api.now().minus(REMEMBERED);
        if (!all && from.time().isBefore(oldest)) {
            throw forgotten(read);
        }
        Instant wanted = all ? oldest.plus(LEEWAY) : from.time();
        Span span = span(read, wanted, scope);
        if (!all && span.earliest().isAfter(wanted)) {
            throw forgotten(read);
        }
        return page(read, from, wanted, span);
    }

    private Page page(Read read, Keyset from, Instant wanted, Span span) {
        List<ReadRecord> behind = span.deleted().stream()
                .filter(record -> isBehind(record, from))
                .sorted(Comparator.comparing(SalesforceReads::modified).thenComparing(ReadRecord::externalId))
                .toList();
        if (behind.size() > read.limit()) {
            List<ReadRecord> page = behind.subList(0, read.limit());
            ReadRecord last = page.getLast();
            return new Page(page, new Keyset(modified(last), last.externalId(), Optional.empty()).cursor(), false);
        }
        boolean held = span.covered().isBefore(span.end());
        Instant next = held ? span.covered() : span.end();
        boolean toNow = Duration.between(span.end(), api.now()).compareTo(MIN_SPAN) < 0;
        return new Page(behind, Keyset.at(next).cursor(), toNow || held && !next.isAfter(wanted));
    }

    /** The deletes between two times, which are whole minutes. */
    private record Span(List<ReadRecord> deleted, Instant earliest, Instant covered, Instant end) {}

    /** The period up to now, or a shorter one if Salesforce refuses to return that many deletes at once. */
    private Span span(Read read, Instant wanted, CallScope scope) {
        Instant end = api.now().truncatedTo(ChronoUnit.MINUTES);
        Instant latestStart = end.minus(MIN_SPAN);
        Instant start = wanted.isBefore(latestStart) ? wanted.truncatedTo(ChronoUnit.MINUTES) : latestStart;
        Optional<Span> span = span(read, start, end, scope);
        while (span.isEmpty()) {
            end = start.plus(Duration.between(start, end).dividedBy(2)).truncatedTo(ChronoUnit.MINUTES);
            span = span(read, start, end, scope);
        }
        return span.get();
    }

    /** Empty if the period has too many deletes. */
    private Optional<Span> span(Read read, Instant start, Instant end, CallScope scope) {
        boolean divisible = Duration.between(start, end).compareTo(MIN_SPAN.multipliedBy(2)) >= 0;
        try {
            VendorResponse response = api.deleted(read.object(), start, end, scope);
            return divisible && SalesforceErrors.isTooMuch(response)
                    ? Optional.empty()
                    : Optional.of(span(read, response, end));
        } catch (ConnectorException e) {
            if (divisible && e.code().equals("ANSWER_TOO_LARGE")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Span span(Read read, VendorResponse response, Instant end) {
        JsonNode body = response.json();
        if (SalesforceErrors.isForgotten(response)) {
            throw forgotten(read);
        }
        if (!body.path("deletedRecords").isArray()) {
            throw SalesforceErrors.reason(response, "a read of deletes of " + read.object());
        }
        List<ReadRecord> deleted = body.path("deletedRecords")
                .valueStream()
                .map(record -> ReadRecord.deleted(
                        rows.id(record, "id"), Optional.empty(), Optional.of(rows.time(record.path("deletedDate")))))
                .toList();
        return new Span(
                deleted, rows.time(body.path("earliestDateAvailable")), rows.time(body.path("latestDateCovered")), end);
    }

    private static boolean isBehind(ReadRecord record, Keyset from) {
        int later = modified(record).compareTo(from.time());
        return later > 0 || later == 0 && record.externalId().compareTo(from.id()) > 0;
    }

    private ConnectorException forgotten(Read read) {
        return ConnectorException.refused(
                "DELETES_FORGOTTEN",
                ("%s reports deletes of the last 15 days at most, and fewer if its recycle bin was"
                                + " emptied. Some deletes of %s are lost. Read all records again, and compare them.")
                        .formatted(api.system(), read.object()));
    }

    private Keyset behind(ReadRecord last, Keyset from) {
        return from.behind(modified(last), last.externalId(), api.now(), LAG);
    }

    private static Instant modified(ReadRecord record) {
        return record.modified().orElseThrow();
    }
}
