package io.recordsync.connectors.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.RequestFixture;
import io.recordsync.connectors.http.TokenVault;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads, descriptions and check-ups as requests. */
class OutreachReadRequestsTest extends RequestFixture {

    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    private OutreachConnector connector;

    @BeforeEach
    void connect() {
        OutreachSettings settings = OutreachSettings.of(baseUrl(), "app", "secret", "refresh");
        connector = new OutreachConnector(
                OutreachConnector.KIND, settings, http, TokenVault.inMemory(), InstantSource.system());
        answer(200, "{'access_token':'one','refresh_token':'r','expires_in':7200}");
    }

    @Test
    void changesAreAskedForByTimeWithOnlyTheFieldsThatAreWanted() {
        answer(
                200,
                "{'data':[" + row(7, "10:00:01.500Z", "'emails':['a@x','b@x'],'score':1.5,'externalId':'A1'") + "]}");

        Page page = read(Cursor.since(TEN), 100);

        request();
        assertThat(shown(request()))
                .isEqualTo("GET /api/v2/prospects?filter[updatedAt]=2026-03-01T10%3A00%3A00Z..inf&sort=updatedAt"
                        + "&page[size]=100&count=false"
                        + "&fields[prospect]=emails%2Cscore%2CexternalId%2CupdatedAt%2CtrashedAt");
        ReadRecord found = page.records().getFirst();
        assertThat(found.externalId()).isEqualTo("7");
        assertThat(found.recordId()).contains("A1");
        assertThat(found.modified()).contains(Instant.parse("2026-03-01T10:00:01.500Z"));
        assertThat(found.content()).containsEntry("email", "a@x").containsEntry("score", new BigDecimal("1.5"));
        assertThat(page.last()).isTrue();
    }

    @Test
    void theNextReadBeginsAMinuteBeforeWhatWasSeenLast() {
        answer(200, "{'data':[" + row(7, "10:00:01.500Z", "") + "]}");
        answer(200, "{'data':[" + row(7, "10:00:01.500Z", "") + "]}");
        answer(200, "{'data':[]}");

        Page page = read(Cursor.since(TEN), 10);
        Page idle = read(page.next(), 10);
        Page empty = read(idle.next(), 10);

        assertThat(page.next()).isEqualTo(Cursor.since(Instant.parse("2026-03-01T09:59:01.500Z")));
        assertThat(idle.next()).isEqualTo(page.next());
        assertThat(empty.next()).isEqualTo(page.next());
    }

    @Test
    void aPageGoesOnFromTheTimeOfTheLastRecordAndOnlyWithinOneTimeByTheVendorsOwnNextPage() {
        answer(200, list("http://elsewhere.example/api/v2/prospects?page%5Bafter%5D=x", "10:00:01Z", "10:00:02Z"));
        answer(200, list("http://elsewhere.example/api/v2/prospects?page%5Bafter%5D=y&a=b", "10:00:02Z", "10:00:02Z"));
        answer(200, list("http://elsewhere.example/api/v2/prospects?page%5Bafter%5D=z", "10:00:02Z", "10:00:03Z"));
        answer(200, "{'data':[]}");

        Page first = read(Cursor.BEGINNING, 2);
        Page second = read(first.next(), 2);
        Page third = read(second.next(), 2);
        read(third.next(), 2);

        request();
        assertThat(shown(request())).startsWith("GET /api/v2/prospects?sort=updatedAt");
        assertThat(shown(request())).contains("filter[updatedAt]=2026-03-01T10%3A00%3A02Z..inf");
        assertThat(shown(request())).isEqualTo("GET /api/v2/prospects?page[after]=y&a=b");
        assertThat(shown(request())).contains("filter[updatedAt]=2026-03-01T10%3A00%3A03Z..inf");
        assertThat(second.last()).isFalse();
    }

    @Test
    void aNextPageThatHasEndedBeginsAgainAtItsTime() {
        answer(422, "{'errors':[{'id':'validationError','detail':'The cursor has expired.'}]}");
        answer(200, "{'data':[" + row(7, "10:00:02Z", "") + "]}");

        Page page = read(new Cursor("2026-03-01T10:00:02Z|2026-03-01T10:30:00Z|page[after]=y"), 2);

        request();
        request();
        assertThat(shown(request())).contains("filter[updatedAt]=2026-03-01T10%3A00%3A02Z..inf");
        assertThat(page.records()).hasSize(1);
    }

    @Test
    void aTrashedProspectIsPassedOver() {
        answer(
                200,
                "{'data':[" + row(7, "10:00:01Z", "'trashedAt':'2026-03-01T10:00:01Z'") + "," + row(8, "10:00:02Z", "")
                        + "]}");

        assertThat(read(Cursor.BEGINNING, 10).records())
                .extracting(ReadRecord::externalId)
                .containsExactly("8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':7,'attributes':{'updatedAt':'marker'}}", "{'attributes':{}}", "null", "'marker'"})
    void aRecordWithoutIdOrTimeIsNoneOfOutreachs(String row) {
        answer(200, "{'data':[" + row + "]}");

        assertThat(failure(() -> read(Cursor.BEGINNING, 10)))
                .hasMessageNotContaining("marker")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo("UNREADABLE_ANSWER"));
    }

    @Test
    void fieldsComeFromTheOpenApiFileAndTheOrgsOwnNamesForCustomOnes() {
        answer(
                200,
                "{'components':{'schemas':{'prospect':{'properties':{"
                        + "'emails':{'type':'array','items':{'type':'string','format':'email'},"
                        + "'description':'filterable'},"
                        + "'custom1':{'type':'string','maxLength':32000,'description':'x'},"
                        + "'createdAt':{'type':'string','format':'date-time',"
                        + "'description':'<img src=x/badges/readonly.svg>'}}}}}}");
        answer(
                200,
                "{'data':[{'type':'account','meta':{'validations':{}}},{'type':'prospect','meta':{'validations':"
                        + "{'custom1':{'type':'inclusion','required':true,'label':'Region code'}}}}]}");

        ObjectSchema schema = connector.describe("prospects", SCOPE);

        request();
        assertThat(shown(request())).isEqualTo("GET /api/v2/schema/openapi.json");
        assertThat(shown(request())).isEqualTo("GET /api/v2/types");
        assertThat(schema.live()).isTrue();
        assertThat(schema.fields()).hasSize(3);
        assertThat(field(schema, "email").type()).isEqualTo("email");
        assertThat(field(schema, "email").unique()).isTrue();
        assertThat(field(schema, "custom1").label()).isEqualTo("Region code");
        assertThat(field(schema, "custom1").required()).isTrue();
        assertThat(field(schema, "custom1").longest()).hasValue(32_000);
        assertThat(field(schema, "createdAt").writable()).isFalse();
    }

    @Test
    void aMissingScopeIsFoundWithWhatMendsIt() {
        answer(200, "{'data':[]}");
        answer(200, "{'data':[]}");
        answer(404, "{'errors':[{'id':'resourceNotFound'}]}");
        answer(403, "{'errors':[{'id':'unauthorizedOauthScope','detail':'marker'}]}");

        CheckReport checkup = connector.check(List.of("prospects"), SCOPE);

        assertThat(checkup.findings())
                .extracting(Finding::what)
                .containsExactly("connection", "credentials", "permissions of prospects");
        assertThat(checkup.isGood()).isFalse();
        assertThat(checkup.findings().getLast().sentence())
                .contains("a delete of prospects", "authorize it again")
                .doesNotContain("marker");
        request();
        request();
        request();
        assertThat(shown(request())).isEqualTo("PATCH /api/v2/prospects/0");
        assertThat(shown(request())).isEqualTo("DELETE /api/v2/prospects/0");
    }

    @Test
    void anAppThatMayNotReadProspectsMayStillReadAccounts() {
        answer(403, "{'errors':[{'id':'unauthorizedOauthScope'}]}");
        answer(200, "{'data':[]}");
        answer(404, "{'errors':[{'id':'resourceNotFound'}]}");
        answer(404, "{'errors':[{'id':'resourceNotFound'}]}");

        assertThat(connector.check(List.of("accounts"), SCOPE).isGood()).isTrue();
    }

    @Test
    void aRefusedTokenOrAStrangersAnswerEndsTheLook() {
        answer(401, "{}");
        answer(200, "{'access_token':'two','expires_in':7200}");
        answer(401, "{}");
        CheckReport refused = connector.check(List.of("prospects"), SCOPE);
        answer(200, "<html>marker</html>");
        CheckReport stranger = connector.check(List.of("prospects"), SCOPE);

        assertThat(refused.findings()).extracting(Finding::good).containsExactly(true, false);
        assertThat(refused.findings().getLast().what()).isEqualTo("credentials");
        assertThat(stranger.findings()).extracting(Finding::what).containsExactly("connection");
        assertThat(stranger.isGood()).isFalse();
    }

    @Test
    void anUnknownObjectIsAFindingToo() {
        answer(200, "{'data':[]}");

        assertThat(connector.check(List.of("mailings"), SCOPE).isGood()).isFalse();
    }

    private Page read(Cursor from, int most) {
        return connector.read(new Read(Read.Feed.CHANGES, "prospects", List.of("email", "score"), from, most), SCOPE);
    }

    private static ObjectSchema.Field field(ObjectSchema schema, String name) {
        return schema.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String list(String next, String... times) {
        StringBuilder rows = new StringBuilder();
        for (String time : times) {
            rows.append(rows.isEmpty() ? "" : ",").append(row(7, time, ""));
        }
        return "{'data':[" + rows + "],'links':{'next':'" + next + "'}}";
    }

    private static String row(int id, String time, String attributes) {
        return String.format(
                Locale.ROOT,
                "{'type':'prospect','id':%d,'attributes':{'updatedAt':'2026-03-01T%s'%s%s}}",
                id,
                time,
                attributes.isEmpty() ? "" : ",",
                attributes);
    }

    /** With the brackets of its parameters as people write them. */
    private static String shown(RecordedRequest request) {
        return line(request).replace("%5B", "[").replace("%5D", "]");
    }
}
