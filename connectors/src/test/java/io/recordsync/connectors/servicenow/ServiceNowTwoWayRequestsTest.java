package io.recordsync.connectors.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Gone;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.RequestFixture;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.TokenVault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The requests by which a ServiceNow that is read is written to, and by which records are read by their ids. */
class ServiceNowTwoWayRequestsTest extends RequestFixture {

    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "b".repeat(32);
    private static final String NOTHING = "{'result':[]}";
    private static final String NO_RECORD = "{'error':{'message':'No Record found','detail':'x'},'status':'failure'}";
    private static final Match MATCH = new Match("email", "a1@x.org");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private ServiceNowConnector connector() {
        ServiceNowSettings settings = ServiceNowSettings.of(baseUrl(), "user", "pass");
        return new ServiceNowConnector(
                ServiceNowConnector.KIND, settings, http, TokenVault.inMemory(), InstantSource.system());
    }

    @Test
    void aCreateShowsTheRecordThatItMakes() {
        answer(200, NOTHING);
        answer(201, result(ID, "A1", "'email':'a1@x.org','title':''"));

        Outcome created = connector().write(creating(), SCOPE);

        ReadRecord shown = row(ID, "A1", content("a1@x.org", null));
        assertThat(created).isEqualTo(new Written(Optional.of(ID), Effect.CREATED, Optional.of(shown)));
        RecordedRequest lookUp = request();
        assertThat(lookUp.getUrl().queryParameter("sysparm_query")).isEqualTo("u_recordsync_id=A1^ORemail=a1@x.org");
        assertThat(fields(lookUp))
                .containsExactlyInAnyOrder("sys_id", "sys_updated_on", "u_recordsync_id", "email", "title");
        RecordedRequest create = request();
        assertThat(line(create)).startsWith("POST /api/now/v2/table/contact?");
        assertThat(fields(create))
                .containsExactlyInAnyOrder("sys_id", "sys_updated_on", "u_recordsync_id", "email", "title");
        assertThat(body(create)).isEqualTo(json("{'email':'a1@x.org','title':'','u_recordsync_id':'A1'}"));
    }

    @Test
    void aCreateThatMeetsARecordWithItsRecordIdWritesNothing() {
        answer(200, list(row("A1", "'email':'new@x.org','title':'Dr'")));

        assertThat(connector().write(creating(), SCOPE))
                .isEqualTo(new Linked(row(ID, "A1", content("new@x.org", "Dr"))));
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aCreateThatMeetsARecordByItsMatchWritesNothingWhoeverHasTheRecord() {
        answer(200, list(row("", "'email':'a1@x.org','title':''")));
        answer(200, list(row("B2", "'email':'a1@x.org','title':''")));

        assertThat(connector().write(inDoubt(creating()), SCOPE))
                .isEqualTo(new Linked(row(ID, "", content("a1@x.org", null))));
        assertThat(connector().write(creating(), SCOPE))
                .isEqualTo(new Linked(row(ID, "B2", content("a1@x.org", null))));
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void aCreateThatMatchesSeveralRecordsIsRefused() {
        answer(
                200,
                list(
                        row("", "'email':'a1@x.org'"),
                        row("", "'email':'a1@x.org'").replace(ID, OTHER)));

        ConnectorException refused = failure(() -> connector().write(creating(), SCOPE));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused).hasMessageContaining("2 records match");
    }

    @Test
    void aCreateInDoubtWritesAllToItsOwnRecord() {
        answer(200, list(row("A1", "'email':'old@x.org','title':''")));
        answer(200, result(ID, "A1", "'email':'a1@x.org','title':''"));

        Outcome written = connector().write(inDoubt(creating()), SCOPE);

        ReadRecord shown = row(ID, "A1", content("a1@x.org", null));
        assertThat(written).isEqualTo(new Written(Optional.of(ID), Effect.UPDATED, Optional.of(shown)));
        request();
        RecordedRequest update = request();
        assertThat(line(update)).startsWith("PATCH /api/now/v2/table/contact/" + ID);
        assertThat(body(update)).isEqualTo(json("{'email':'a1@x.org','title':'','u_recordsync_id':'A1'}"));
    }

    @Test
    void aCreateThatAUniqueColumnRefusesIsLinkedToWhatMatchesByThen() {
        answer(200, NOTHING);
        answer(403, duplicate("email"));
        answer(200, list(row("", "'email':'a1@x.org','title':'Dr'")));

        assertThat(connector().write(creating(), SCOPE)).isEqualTo(new Linked(row(ID, "", content("a1@x.org", "Dr"))));
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void aCreateThatAUniqueColumnRefusesAndNothingMatchesStaysRefused() {
        answer(200, NOTHING);
        answer(403, duplicate("title"));
        answer(200, NOTHING);

        ConnectorException refused = failure(() -> connector().write(creating(), SCOPE));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused.fields()).containsExactly("title");
        assertThat(refused).hasMessageContaining("which the rule's match did not find");
    }

    @Test
    void anUpdateSendsItsFieldsToItsRecordAlone() {
        answer(200, result(ID, "A1", "'title':''"));

        Outcome written = connector().write(update("contact", ID, only("title", null), true), SCOPE);

        ReadRecord shown = row(ID, "A1", only("title", null));
        assertThat(written).isEqualTo(new Written(Optional.of(ID), Effect.UPDATED, Optional.of(shown)));
        RecordedRequest update = request();
        assertThat(line(update)).startsWith("PATCH /api/now/v2/table/contact/" + ID);
        assertThat(fields(update)).containsExactlyInAnyOrder("sys_id", "sys_updated_on", "u_recordsync_id", "title");
        assertThat(body(update)).isEqualTo(json("{'title':''}"));
    }

    @Test
    void anUpdateWritesTheRecordIdToARecordThatDoesNotCarryIt() {
        answer(200, result(ID, "A1", "'title':'Dr'"));

        connector().write(update("contact", ID, only("title", "Dr"), false), SCOPE);

        assertThat(body(request())).isEqualTo(json("{'title':'Dr','u_recordsync_id':'A1'}"));
    }

    @Test
    void anUpdateOfARecordThatIsNotThereLooksForNoOther() {
        answer(404, NO_RECORD);

        assertThat(connector().write(update("contact", ID, only("title", "Dr"), true), SCOPE))
                .isEqualTo(new Gone(Optional.empty()));
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void anUpdateToldThatAnotherRecordHasTheRecordIdIsNotRetried() {
        answer(403, duplicate("u_recordsync_id"));

        ConnectorException refused =
                failure(() -> connector().write(update("contact", ID, only("title", "Dr"), false), SCOPE));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused).hasMessageContaining("another record has this record id");
    }

    @Test
    void aRefusalNamesTheColumnsThatItIsAbout() {
        answer(403, "{'error':{'message':'Operation Failed','detail':'rule: title'},'status':'failure'}");
        answer(200, result(ID, "A1", "'email':'a1@x.org'"));

        Write update = update("contact", ID, content("a1@x.org", "Dr"), true);

        assertThat(failure(() -> connector().write(update, SCOPE)).fields()).containsExactly("title");
        assertThat(failure(() -> connector().write(update, SCOPE)).fields()).containsExactly("title");
    }

    @Test
    void aBatchOfAllOperationsTakesOneLookUpAndOneCall() {
        answer(200, list(row("A1", "'email':'a1@x.org','title':'Dr'")));
        answer(
                200,
                batch(
                        item(0, 404, NO_RECORD),
                        item(1, 201, result(OTHER, "A3", "'email':'a3@x.org'")),
                        item(2, 204, "")));

        List<Outcome> outcomes = connector()
                .writeAll(
                        List.of(
                                creating(),
                                of(Operation.UPDATE, "A2", Optional.of(ID)),
                                of(Operation.CREATE, "A3", Optional.empty()),
                                of(Operation.DELETE, "A4", Optional.of(ID))),
                        SCOPE);

        assertThat(outcomes)
                .containsExactly(
                        new Linked(row(ID, "A1", content("a1@x.org", "Dr"))),
                        new Gone(Optional.empty()),
                        new Written(
                                Optional.of(OTHER),
                                Effect.CREATED,
                                Optional.of(row(OTHER, "A3", only("email", "a3@x.org")))),
                        new Written(Optional.of(ID), Effect.DELETED));
        request();
        JsonNode sent = body(request()).path("rest_requests");
        assertThat(sent.valueStream().map(one -> one.path("method").asString()))
                .containsExactly("PATCH", "POST", "DELETE");
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void twoCreatesOfOneBatchWithOneMatchAreNotBothMade() {
        answer(200, NOTHING);
        answer(200, batch(item(0, 201, result(ID, "A1", "'email':'a1@x.org','title':''"))));
        Write rival =
                new Write(Operation.CREATE, "contact", "A2", Optional.empty(), Map.of(), Optional.of(MATCH), 1, false);

        List<Outcome> outcomes = connector().writeAll(List.of(creating(), rival), SCOPE);

        assertThat(outcomes.getFirst()).isInstanceOf(Written.class);
        assertThat(outcomes.getLast())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason().kind()).isEqualTo(ErrorKind.TRANSIENT));
    }

    @Test
    void recordsAreFoundByTheirIdsInOneQuery() {
        answer(200, list(row("A1", "'email':''")));

        List<ReadRecord> found =
                connector().find("contact", List.of("email", "title"), List.of(ID, OTHER, "no^id"), SCOPE);

        assertThat(found).containsExactly(row(ID, "A1", only("email", null)));
        RecordedRequest request = request();
        assertThat(request.getUrl().encodedPath()).isEqualTo("/api/now/v2/table/contact");
        assertThat(request.getUrl().queryParameter("sysparm_query")).isEqualTo("sys_idIN" + ID + "," + OTHER);
        assertThat(request.getUrl().queryParameter("sysparm_limit")).isEqualTo("2");
        assertThat(fields(request))
                .containsExactlyInAnyOrder("sys_id", "sys_updated_on", "u_recordsync_id", "email", "title");
    }

    @Test
    void aTextThatIsNoIdTakesNoCall() {
        assertThat(connector().find("contact", List.of(), List.of("a^b", ""), SCOPE))
                .isEmpty();
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void recordsOfOtherIdsMeanThatTheConditionWasIgnored() {
        answer(200, list(row("A1", "'email':''").replace(ID, OTHER)));
        server.enqueue(new MockResponse.Builder()
                .code(200)
                .addHeader("X-Total-Count", "2")
                .body("{\"result\":[]}")
                .build());

        for (int i = 0; i < 2; i++) {
            assertThat(failure(() -> connector().find("contact", List.of(), List.of(ID), SCOPE))
                            .code())
                    .isEqualTo("IGNORED_QUERY");
        }
    }

    private static Write creating() {
        return create("contact", content("a1@x.org", null), MATCH);
    }

    private static Write of(Operation operation, String recordId, Optional<String> id) {
        String email = recordId.toLowerCase(Locale.ROOT) + "@x.org";
        return new Write(
                operation,
                "contact",
                recordId,
                id,
                operation == Operation.DELETE ? Map.of() : only("email", email),
                Optional.of(new Match("email", email)),
                1,
                false);
    }

    private static Map<String, @Nullable Object> content(String email, @Nullable String title) {
        Map<String, @Nullable Object> content = only("title", title);
        content.put("email", email);
        return content;
    }

    private static Map<String, @Nullable Object> only(String column, @Nullable String value) {
        Map<String, @Nullable Object> content = new HashMap<>();
        content.put(column, value);
        return content;
    }

    private static ReadRecord row(String id, String recordId, Map<String, @Nullable Object> content) {
        return new ReadRecord(id, Optional.of(recordId), Optional.of(NOON), false, content);
    }

    private static String row(String recordId, String values) {
        return row(ID, recordId, values);
    }

    private static String row(String id, String recordId, String values) {
        return "{'sys_id':'%s','sys_updated_on':'2026-03-01 12:00:00','u_recordsync_id':'%s',%s}"
                .formatted(id, recordId, values);
    }

    private static String list(String... rows) {
        return "{'result':[%s]}".formatted(String.join(",", rows));
    }

    private static String result(String id, String recordId, String values) {
        return "{'result':%s}".formatted(row(id, recordId, values));
    }

    private static String duplicate(String column) {
        String violation = "Unique Key violation detected by database (Duplicate entry for key %s)";
        return "{'error':{'message':'Operation Failed','detail':'%s'},'status':'failure'}"
                .formatted(violation.formatted(column));
    }

    private static String item(int id, int status, String body) {
        byte[] json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return String.format(
                Locale.ROOT,
                "{'id':'%d','status_code':%d,'body':'%s'}",
                id,
                status,
                Base64.getEncoder().encodeToString(json));
    }

    private static String batch(String... items) {
        return "{'batch_request_id':'1','serviced_requests':[%s],'unserviced_requests':[]}"
                .formatted(String.join(",", items));
    }

    private static List<String> fields(RecordedRequest request) {
        return List.of(String.valueOf(request.getUrl().queryParameter("sysparm_fields"))
                .split(","));
    }
}
