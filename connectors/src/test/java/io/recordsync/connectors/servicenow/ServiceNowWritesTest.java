package io.recordsync.connectors.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Permits.Permit;
import io.recordsync.connectors.RequestFixture;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.TokenVault;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The requests by which ServiceNow is written to, and what is made of odd answers to them. */
class ServiceNowWritesTest extends RequestFixture {

    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String NOTHING = "{'result':[]}";
    private static final String NO_RECORD = "{'error':{'message':'No Record found','detail':'x'},'status':'failure'}";

    private ServiceNowConnector connector() {
        return connector(ServiceNowSettings.of(baseUrl(), "user", "pass"));
    }

    private ServiceNowConnector connector(ServiceNowSettings settings) {
        return new ServiceNowConnector(
                ServiceNowConnector.KIND, settings, http, TokenVault.inMemory(), InstantSource.system());
    }

    @Test
    void aNewRecordIsLookedForByItsRecordIdAndItsMatchInOneCallAndThenCreated() {
        answer(200, NOTHING);
        answer(201, "{'result':%s}".formatted(row(ID, "A1")));

        Outcome written = connector().write(upsert("A1"), SCOPE);

        assertThat(written).isEqualTo(new Written(Optional.of(ID), Effect.CREATED));
        RecordedRequest lookUp = request();
        assertThat(lookUp.getUrl().encodedPath()).isEqualTo("/api/now/v2/table/contact");
        assertThat(lookUp.getUrl().queryParameter("sysparm_query")).isEqualTo("u_recordsync_id=A1^ORemail=a1@x.org");
        assertThat(lookUp.getUrl().queryParameter("sysparm_fields")).isEqualTo("sys_id,u_recordsync_id,email");
        assertThat(lookUp.getHeaders().get("Authorization")).isEqualTo("Basic dXNlcjpwYXNz");
        RecordedRequest create = request();
        assertThat(create.getMethod()).isEqualTo("POST");
        assertThat(body(create)).isEqualTo(json("{'email':'a1@x.org','u_recordsync_id':'A1'}"));
    }

    @Test
    void aKnownIdThatIsGoneIsLookedForAndNotCreatedTwice() {
        answer(404, NO_RECORD);
        answer(200, "{'result':[%s]}".formatted(row("b".repeat(32), "A1")));
        answer(200, "{'result':%s}".formatted(row("b".repeat(32), "A1")));

        Outcome written = connector().write(known("A1"), SCOPE);

        assertThat(written).isEqualTo(new Written(Optional.of("b".repeat(32)), Effect.UPDATED));
        assertThat(line(request())).startsWith("PATCH /api/now/v2/table/contact/" + ID);
        assertThat(line(request())).startsWith("GET");
        assertThat(line(request())).startsWith("PATCH /api/now/v2/table/contact/" + "b".repeat(32));
    }

    @Test
    void aLookUpThatFindsWhatItDidNotAskForFailsBeforeAnythingIsWritten() {
        answer(200, "{'result':[{'sys_id':'%s','email':'other@x.org'}]}".formatted(ID));

        ConnectorException failure = failure(() -> connector().write(upsert("A1"), SCOPE));

        assertThat(failure.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(failure.code()).isEqualTo("IGNORED_QUERY");
        assertThat(failure).hasMessageContaining("u_recordsync_id").hasMessageNotContaining("other@");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aRecordIdThatDiffersInCaseOrAccentIsAnothers() {
        answer(200, "{'result':[%s,%s]}".formatted(bare(ID, "á1 "), bare("b".repeat(32), "a1")));
        answer(201, "{'result':%s}".formatted(row(ID, "A1")));

        assertThat(effect(connector().write(upsert("A1"), SCOPE))).isEqualTo(Effect.CREATED);
    }

    @Test
    void aRecordIdAtTwoRecordsIsRefused() {
        answer(200, "{'result':[%s,%s]}".formatted(row(ID, "A1"), row("b".repeat(32), "A1")));

        ConnectorException failure = failure(() -> connector().write(upsert("A1"), SCOPE));

        assertThat(failure.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(failure).hasMessageContaining("2 records").hasMessageContaining("Merge");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a^b", "^ORsys_idISNOTEMPTY", "javascript:gs.log(1)", " javascript:1"})
    void aValueThatNoQueryCanHoldIsRefusedWithoutACall(String value) {
        Write byId = upsert("contact", value, Map.of(), new Match("email", "a1@x.org"));
        Write byMatch = upsert("contact", "A1", Map.of(), new Match("email", value));

        assertThat(failure(() -> connector().write(byId, SCOPE)).code()).isEqualTo("UNSAFE_VALUE");
        assertThat(failure(() -> connector().write(byMatch, SCOPE)).code()).isEqualTo("UNSAFE_VALUE");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void columnsThatServiceNowPassesOverInSilenceAreNoSuccess() {
        answer(200, "{'result':{'sys_id':'%s','u_recordsync_id':'A1'}}".formatted(ID));
        answer(200, "{'result':{'sys_id':'%s','email':'a1@x.org'}}".formatted(ID));

        ConnectorException column = failure(() -> connector().write(known("A1"), SCOPE));
        ConnectorException recordId = failure(() -> connector().write(known("A1"), SCOPE));

        assertThat(column.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(column.code()).isEqualTo("COLUMNS_NOT_TAKEN");
        assertThat(column).hasMessageContaining("ignored its email");
        assertThat(recordId).hasMessageContaining("ignored its u_recordsync_id");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "500 | {'error':{'message':'Internal server error'},'status':'failure'} | false",
                "500 | {'error':{'message':'Transaction cancelled: maximum execution time'},'status':'failure'} | true",
                "500 | <html> | true",
                "502 | <html> | true",
                "503 | <html> | false",
                "504 | <html> | true",
                "200 | <html> | true"
            })
    void anErrorThatMeetsTheWriteItselfLeavesADoubtWhereItSaysNothing(int status, String body, boolean inDoubt) {
        answer(status, body);

        ConnectorException failure = failure(() -> connector().write(known("A1"), SCOPE));

        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(failure.inDoubt()).isEqualTo(inDoubt);
    }

    @Test
    void valuesAreTextAndNothingClears() {
        answer(200, "{'result':{'sys_id':'%s','u_recordsync_id':'A1','a':'','b':'','c':''}}".formatted(ID));
        Map<String, @Nullable Object> content = new HashMap<>(Map.of("a", true, "b", new BigDecimal("1E+3")));
        content.put("c", null);

        connector()
                .write(new Write(Operation.UPSERT, "contact", "A1", Optional.of(ID), content, Optional.empty()), SCOPE);

        assertThat(body(request())).isEqualTo(json("{'a':'true','b':'1000','c':'','u_recordsync_id':'A1'}"));
    }

    @Test
    void whatABatchDidNotComeToIsSentAgain() {
        answer(200, batch(List.of(item(0, 200, result("A1"))), "1"));
        answer(200, batch(List.of(item(1, 200, result("A2")))));

        List<Outcome> outcomes = connector().writeAll(List.of(known("A1"), known("A2")), SCOPE);

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Written.class));
        assertThat(body(request()).path("rest_requests")).hasSize(2);
        JsonNode again = body(request()).path("rest_requests");
        assertThat(again.valueStream().map(one -> one.path("id").asString())).containsExactly("1");
        assertThat(again.path(0).path("url").asString()).startsWith("/api/now/v2/table/contact/" + ID + "?");
        assertThat(new String(
                        Base64.getDecoder().decode(again.path(0).path("body").asString()), StandardCharsets.UTF_8))
                .contains("a2@x.org");
    }

    @Test
    void whatIsSettledStaysSoWhenTheRestCannotBeSentAgain() {
        answer(200, batch(List.of(item(0, 200, result("A1"))), "1"));
        answer(503, "<html>");

        List<Outcome> outcomes = connector().writeAll(List.of(known("A1"), known("A2")), SCOPE);

        assertThat(outcomes.getFirst()).isInstanceOf(Written.class);
        assertThat(refused(outcomes.getLast()).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    }

    @Test
    void aBatchThatComesToNothingEndsTheTry() {
        answer(200, batch(List.of(item(0, 200, result("A1"))), "1"));
        answer(200, batch(List.of(), "1"));

        ConnectorException reason = refused(
                connector().writeAll(List.of(known("A1"), known("A2")), SCOPE).getLast());

        assertThat(reason.kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(reason.inDoubt()).isFalse();
    }

    @Test
    void anItemThatTheAnswerDoesNotTellOfIsInDoubt() {
        answer(200, batch(List.of(item(1, 200, result("A2")))));

        ConnectorException reason = refused(
                connector().writeAll(List.of(known("A1"), known("A2")), SCOPE).getFirst());

        assertThat(reason.code()).isEqualTo("NO_RESULT");
        assertThat(reason.inDoubt()).isTrue();
    }

    @Test
    void anItemIsRefusedWithTheColumnsThatItsErrorNames() {
        String aborted = "{'error':{'message':'Operation Failed','detail':'rule: email marker'},'status':'failure'}";
        answer(200, batch(List.of(item(0, 403, aborted), item(1, 200, "<html>"))));

        List<Outcome> outcomes = connector().writeAll(List.of(known("A1"), known("A2")), SCOPE);

        assertThat(refused(outcomes.getFirst()).kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused(outcomes.getFirst()))
                .hasMessageContaining(" on email.")
                .hasMessageNotContaining("marker");
        assertThat(refused(outcomes.getLast()).inDoubt()).isTrue();
    }

    @Test
    void idsThatAreGoneFromABatchAreLookedUpTogether() {
        answer(200, batch(List.of(item(0, 404, NO_RECORD), item(1, 404, NO_RECORD), item(2, 404, NO_RECORD))));
        answer(200, "{'result':[%s]}".formatted(row("b".repeat(32), "A2")));
        answer(200, batch(List.of(item(0, 201, result("A1")), item(1, 200, result("A2")))));

        List<Outcome> outcomes = connector()
                .writeAll(List.of(known("A1"), known("A2"), delete("contact", "A3", Optional.of(ID))), SCOPE);

        assertThat(outcomes.stream().map(outcome -> ((Written) outcome).effect()))
                .containsExactly(Effect.CREATED, Effect.UPDATED, Effect.ABSENT);
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void aWriteThatCannotBeLookedUpHarmsNoOther() {
        answer(200, NOTHING);
        answer(200, batch(List.of(item(0, 201, result("A1")))));

        List<Outcome> outcomes = connector().writeAll(List.of(upsert("a^b"), upsert("A1")), SCOPE);

        assertThat(refused(outcomes.getFirst()).code()).isEqualTo("UNSAFE_VALUE");
        assertThat(outcomes.getLast()).isInstanceOf(Written.class);
    }

    @Test
    void twoWritesOfOneBatchThatMatchTheSameAreNotBothMade() {
        Match same = new Match("email", "a@x.org");
        Match cased = new Match("email", "A@x.org");
        answer(200, NOTHING);
        answer(200, batch(List.of(item(0, 201, "{'result':%s}".formatted(row(ID, "A1"))))));

        List<Outcome> outcomes = connector()
                .writeAll(
                        List.of(upsert("contact", "A1", Map.of(), same), upsert("contact", "A2", Map.of(), cased)),
                        SCOPE);

        assertThat(outcomes.getFirst()).isInstanceOf(Written.class);
        assertThat(refused(outcomes.getLast()).kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(refused(outcomes.getLast())).hasMessageContaining("alone");
    }

    @Test
    void recordsWithoutAMatchAreNoRivals() {
        Match none = new Match("email", "");
        answer(200, NOTHING);
        answer(
                200,
                batch(List.of(
                        item(0, 201, "{'result':%s}".formatted(row(ID, "A1"))),
                        item(1, 201, "{'result':%s}".formatted(row("b".repeat(32), "A2"))))));

        List<Outcome> outcomes = connector()
                .writeAll(
                        List.of(upsert("contact", "A1", Map.of(), none), upsert("contact", "A2", Map.of(), none)),
                        SCOPE);

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Written.class));
    }

    @Test
    void aLookUpThatAnAddressCannotHoldIsMadeInParts() {
        List<Write> writes = IntStream.range(0, 50)
                .mapToObj(i -> upsert(i + "x".repeat(200)))
                .toList();
        IntStream.range(0, 4).forEach(i -> answer(200, NOTHING));
        answer(503, "<html>");

        failure(() -> connector().writeAll(writes, SCOPE));

        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RecordedRequest request = request();
            assertThat(request.getTarget())
                    .startsWith("/api/now/v2/table/contact")
                    .hasSizeLessThan(7_000);
            asked.addAll(
                    List.of(request.getUrl().queryParameter("sysparm_query").split("\\^OR")));
        }
        assertThat(asked).hasSize(100);
        assertThat(line(request())).startsWith("POST /api/now/v1/batch");
    }

    @Test
    void theItemsOfABatchTakeAPermitEachWhereTheyCount() {
        ServiceNowSettings counted = new ServiceNowSettings(
                baseUrl(),
                Optional.of("user"),
                Optional.of("pass"),
                Optional.empty(),
                Optional.empty(),
                "v2",
                "u_recordsync_id",
                100,
                true,
                Optional.empty());
        answer(200, batch(List.of(item(0, 200, result("A1")), item(1, 200, result("A2")))));
        AtomicInteger permits = new AtomicInteger();

        connector(counted)
                .writeAll(
                        List.of(known("A1"), known("A2")), new CallScope(SCOPE.deadline(), (quota, cost, deadline) -> {
                            permits.incrementAndGet();
                            return Permit.UNCOUNTED;
                        }));

        assertThat(permits).hasValue(2);
    }

    @Test
    void aClientThatIsDeniedATokenIsARefusedAccount() {
        ServiceNowSettings client = new ServiceNowSettings(
                baseUrl(),
                Optional.of("user"),
                Optional.of("pass"),
                Optional.of("client"),
                Optional.of("secret"),
                "v2",
                "u_recordsync_id",
                0,
                false,
                Optional.empty());
        answer(401, "{'error_description':'access_denied','error':'server_error'}");

        ConnectorException failure = failure(() -> connector(client).write(upsert("A1"), SCOPE));

        assertThat(failure.kind()).isEqualTo(ErrorKind.ACCOUNT_REFUSED);
        RecordedRequest request = request();
        assertThat(line(request)).isEqualTo("POST /oauth_token.do");
        assertThat(request.getBody().utf8()).contains("grant_type=password", "username=user", "client_id=client");
    }

    private static Write upsert(String recordId) {
        String email = recordId.toLowerCase(Locale.ROOT) + "@x.org";
        return upsert("contact", recordId, Map.of("email", email), new Match("email", email));
    }

    private static Write known(String recordId) {
        Write unknown = upsert(recordId);
        return new Write(Operation.UPSERT, "contact", recordId, Optional.of(ID), unknown.content(), unknown.match());
    }

    private static String row(String id, String recordId) {
        return "{'sys_id':'%s','u_recordsync_id':'%s','email':'x'}".formatted(id, recordId);
    }

    private static String bare(String id, String recordId) {
        return "{'sys_id':'%s','u_recordsync_id':'%s'}".formatted(id, recordId);
    }

    private static String result(String recordId) {
        return "{'result':%s}".formatted(row(ID, recordId));
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

    private static String batch(List<String> items, String... unserviced) {
        return "{'batch_request_id':'1','serviced_requests':[%s],'unserviced_requests':[%s]}"
                .formatted(
                        String.join(",", items),
                        Stream.of(unserviced).map(id -> "'" + id + "'").collect(Collectors.joining(",")));
    }

    private static ConnectorException refused(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }
}
