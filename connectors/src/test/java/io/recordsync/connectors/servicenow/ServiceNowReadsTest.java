package io.recordsync.connectors.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.RequestFixture;
import io.recordsync.connectors.http.TokenVault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queries by which ServiceNow is read, and what is made of answers that do not fit them. */
class ServiceNowReadsTest extends RequestFixture {

    private static final Cursor NOON = Cursor.since(Instant.parse("2026-03-01T12:00:00.9Z"));

    private Page read(Read.Feed feed, Cursor from, int most) {
        ServiceNowSettings settings = ServiceNowSettings.of(baseUrl(), "user", "pass");
        return new ServiceNowConnector(
                        ServiceNowConnector.KIND, settings, http, TokenVault.inMemory(), InstantSource.system())
                .read(new Read(feed, "contact", List.of("email"), from, most), SCOPE);
    }

    private Page changes(Cursor from, int most) {
        return read(Read.Feed.CHANGES, from, most);
    }

    @Test
    void aReadGoesOnInTheSecondWhereThePageEndedAndThenBehindIt() {
        rows(3, "{'sys_id':'a1','sys_updated_on':'2026-03-01 12:00:00','email':'x','u_recordsync_id':'A1'}");
        rows(0, "");
        rows(1, "{'sys_id':'0b','sys_updated_on':'2026-03-01 12:00:01','email':''}");

        Page first = changes(NOON, 1);
        Page second = changes(first.next(), 1);

        assertThat(first.last()).isFalse();
        assertThat(first.records().getFirst().content()).containsEntry("email", "x");
        assertThat(second.last()).isTrue();
        assertThat(second.records().getFirst().content()).containsEntry("email", null);
        assertThat(second.records().getFirst().recordId()).isEmpty();
        assertThat(query()).isEqualTo("sys_updated_on>=2026-03-01 12:00:00^ORDERBYsys_updated_on^ORDERBYsys_id");
        assertThat(query()).isEqualTo("sys_updated_on=2026-03-01 12:00:00^sys_id>a1^ORDERBYsys_id");
        assertThat(query()).isEqualTo("sys_updated_on>2026-03-01 12:00:00^ORDERBYsys_updated_on^ORDERBYsys_id");
    }

    @Test
    void deletesAreThoseOfTheTable() {
        rows(1, "{'sys_id':'a1','sys_created_on':'2026-03-01 12:00:00','tablename':'contact','documentkey':'k'}");

        ReadRecord found = read(Read.Feed.DELETES, NOON, 5).records().getFirst();

        assertThat(found.externalId()).isEqualTo("k");
        assertThat(found.deleted()).isTrue();
        RecordedRequest request = request();
        assertThat(request.getUrl().encodedPath()).endsWith("/table/sys_audit_delete");
        assertThat(request.getUrl().queryParameter("sysparm_query"))
                .startsWith("tablename=contact^sys_created_on>=2026-03-01 12:00:00^");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sys_id':'a1','sys_updated_on':'2026-03-01 11:59:59'}",
                "{'sys_id':'a1','sys_updated_on':'01.03.2026 13:00'}",
                "{'sys_id':'a1'}",
                "{'sys_updated_on':'2026-03-01 12:00:00'}",
                "{'sys_id':'a1','sys_updated_on':'2026-03-01 12:00:01'},"
                        + "{'sys_id':'a2','sys_updated_on':'2026-03-01 12:00:00'}",
                "{'sys_id':'a2','sys_updated_on':'2026-03-01 12:00:01'},"
                        + "{'sys_id':'a1','sys_updated_on':'2026-03-01 12:00:01'}"
            })
    void recordsThatTheQueryDoesNotMeanFailTheRead(String rows) {
        rows(2, rows);

        ConnectorException failure = failure(() -> changes(NOON, 5));

        assertThat(failure.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(failure).hasMessageContaining("it ignored a condition").hasMessageContaining("sys_updated_on");
    }

    @Test
    void theDeletesOfOtherTablesFailTheRead() {
        rows(1, "{'sys_id':'a1','sys_created_on':'2026-03-01 12:00:00','tablename':'task','documentkey':'k'}");

        assertThat(failure(() -> read(Read.Feed.DELETES, NOON, 5)).code()).isEqualTo("IGNORED_QUERY");
    }

    @Test
    void aPageOfHiddenRecordsIsWidenedUntilOneShows() {
        rows(40, "");
        rows(40, "");
        rows(
                40,
                "{'sys_id':'a1','sys_updated_on':'2026-03-01 12:00:00'},"
                        + "{'sys_id':'a2','sys_updated_on':'2026-03-01 12:00:00'},"
                        + "{'sys_id':'a3','sys_updated_on':'2026-03-01 12:00:00'}");

        Page page = changes(NOON, 2);

        assertThat(page.records()).extracting(ReadRecord::externalId).containsExactly("a1", "a2");
        assertThat(page.last()).isFalse();
        assertThat(limit()).isEqualTo("2");
        assertThat(limit()).isEqualTo("20");
        assertThat(limit()).isEqualTo("200");
    }

    @Test
    void anUnendingRowOfHiddenRecordsFailsTheRead() {
        for (int i = 0; i < 5; i++) {
            rows(1_000_000, "");
        }

        ConnectorException failure = failure(() -> changes(NOON, 5));

        assertThat(failure.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(failure).hasMessageContaining("Let the user read them");
    }

    @Test
    void withoutATotalTheLinkTells() {
        server.enqueue(new MockResponse.Builder()
                .code(200)
                .addHeader("Link", "<https://x>;rel=\"first\",<https://y>;rel=\"next\"")
                .body("{\"result\":[{\"sys_id\":\"a1\",\"sys_updated_on\":\"2026-03-01 12:00:00\"}]}")
                .build());

        assertThat(changes(NOON, 5).last()).isFalse();
    }

    @Test
    void aReadThatReachedThePresentStepsBackByTheInstancesClock() {
        server.enqueue(new MockResponse.Builder()
                .code(200)
                .addHeader("X-Total-Count", "1")
                .addHeader("Date", "Sun, 01 Mar 2026 12:00:40 GMT")
                .body("{\"result\":[{\"sys_id\":\"a1\",\"sys_updated_on\":\"2026-03-01 12:00:39\"}]}")
                .build());

        assertThat(changes(NOON, 5).next()).isEqualTo(Cursor.since(Instant.parse("2026-03-01T12:00:10Z")));
    }

    private void rows(int total, String rows) {
        server.enqueue(new MockResponse.Builder()
                .code(200)
                .addHeader("X-Total-Count", total)
                .body("{'result':[%s]}".formatted(rows).replace('\'', '"'))
                .build());
    }

    private String query() {
        return String.valueOf(request().getUrl().queryParameter("sysparm_query"));
    }

    private String limit() {
        return String.valueOf(request().getUrl().queryParameter("sysparm_limit"));
    }
}
