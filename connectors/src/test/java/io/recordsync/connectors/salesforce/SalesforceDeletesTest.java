package io.recordsync.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How getDeleted is asked, and what its answers lead to. */
class SalesforceDeletesTest extends SalesforceFixture {

    private static final Instant NOW = Instant.parse("2026-11-20T12:34:56Z");

    private SalesforceConnector connector;

    @BeforeEach
    void connect() {
        connector = connector();
        answer(200, "{'access_token':'t'}");
        answered(deleted("", Instant.EPOCH, Instant.EPOCH), NOW, 200);
        connector.read(read(Cursor.since(Instant.now().minus(Duration.ofDays(1)))), SCOPE);
        request();
        request();
    }

    @Test
    void aSpanIsOfWholeMinutesAndByTheOrgsClock() {
        answered(deleted("", NOW.minusSeconds(600), NOW), NOW, 200);

        Page page = connector.read(read(Cursor.since(NOW.minusSeconds(300))), SCOPE);

        assertThat(line(request()))
                .endsWith("/sobjects/Contact/deleted?start=2026-11-20T12%3A29%3A00%2B00%3A00"
                        + "&end=2026-11-20T12%3A34%3A00%2B00%3A00");
        assertThat(page.last()).isTrue();
        assertThat(page.next().text()).isEqualTo("after:2026-11-20T12:34:00Z,,");
    }

    @Test
    void theNextReadBeginsAtWhatWasCovered() {
        answered(deleted("", NOW.minusSeconds(6_000), NOW.minusSeconds(120)), NOW, 200);

        Page page = connector.read(read(Cursor.since(NOW.minusSeconds(3_000))), SCOPE);

        assertThat(page.next().text()).isEqualTo("after:2026-11-20T12:32:56Z,,");
    }

    @Test
    void tooManyDeletesAreReadOfASmallerSpan() {
        answered("[{'errorCode':'EXCEEDED_ID_LIMIT','message':'too many'}]", NOW, 400);
        answered("[{'errorCode':'EXCEEDED_ID_LIMIT','message':'too many'}]", NOW, 400);
        answered(
                deleted(
                        "{'id':'003RS0000000001AAA','deletedDate':'2026-11-20T11:00:00.000+0000'}",
                        NOW.minusSeconds(90_000),
                        NOW),
                NOW,
                200);

        Page page = connector.read(read(Cursor.since(Instant.parse("2026-11-20T10:34:00Z"))), SCOPE);

        assertThat(line(request())).contains("end=2026-11-20T12%3A34");
        assertThat(line(request())).contains("end=2026-11-20T11%3A34");
        assertThat(line(request())).contains("end=2026-11-20T11%3A04");
        assertThat(page.records()).extracting(ReadRecord::externalId).containsExactly("003RS0000000001AAA");
        assertThat(page.last()).isFalse();
        assertThat(page.next().text()).isEqualTo("after:2026-11-20T11:04:00Z,,");
    }

    @Test
    void anEmptiedRecycleBinAsksForAFullRead() {
        answered(deleted("", NOW.minusSeconds(60), NOW), NOW, 200);

        assertThat(failure(() -> connector.read(read(Cursor.since(NOW.minusSeconds(3_000))), SCOPE))
                        .code())
                .isEqualTo("DELETES_FORGOTTEN");
    }

    @Test
    void aSpanThatSalesforceRefusesAsksForAFullRead() {
        answered("[{'errorCode':'INVALID_REPLICATION_DATE','message':'purged'}]", NOW, 400);

        assertThat(failure(() -> connector.read(read(Cursor.since(NOW.minusSeconds(3_000))), SCOPE))
                        .code())
                .isEqualTo("DELETES_FORGOTTEN");
    }

    private static Read read(Cursor from) {
        return new Read(Read.Feed.DELETES, "Contact", List.of(), from, 100);
    }

    private static String deleted(String records, Instant earliest, Instant covered) {
        return "{'deletedRecords':[%s],'earliestDateAvailable':'%s','latestDateCovered':'%s'}"
                .formatted(records, stamp(earliest), stamp(covered));
    }

    private static String stamp(Instant time) {
        return time.toString().replace("Z", ".000+0000");
    }

    private void answered(String json, Instant date, int status) {
        server.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)))
                .body(json.replace('\'', '"'))
                .build());
    }
}
