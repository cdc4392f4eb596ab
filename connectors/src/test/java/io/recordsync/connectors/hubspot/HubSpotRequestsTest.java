package io.recordsync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.RequestFixture;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.http.AccountIds;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubSpotRequestsTest extends RequestFixture {

    private static final Match MATCH = new Match("email", "ann@example.com");
    private static final String DONE = "{'status':'COMPLETE','results':[{'id':'12','new':true}]}";

    private HubSpotConnector connector;

    @BeforeEach
    void connect() {
        connector = connector(settings("v3", Optional.of("1")));
    }

    @Test
    void withoutItsNumberTheAccountIsAskedForOnceAndItsCallsAreCountedForIt() {
        HubSpotConnector asking = connector(settings("v3", Optional.empty()));
        assertThat(asking.capabilities().quota().account()).startsWith("hubspot:127.0.0.1");
        answer(200, "{'portalId':4711,'accountType':'STANDARD'}");
        answer(200, DONE);
        answer(200, DONE);

        asking.write(contact("A1"), SCOPE);
        asking.write(contact("A2"), SCOPE);

        assertThat(List.of(line(request()), line(request()), line(request())))
                .containsExactly(
                        "GET /account-info/v3/details",
                        "POST /crm/v3/objects/contacts/batch/upsert",
                        "POST /crm/v3/objects/contacts/batch/upsert");
        assertThat(asking.capabilities().quota().account()).isEqualTo("hubspot:4711");
    }

    @Test
    void anAccountThatIsNotToldIsCountedForItsAddressAndNotAskedForWithEachCall() {
        HubSpotConnector asking = connector(settings("v3", Optional.empty()));
        answer(403, "{'status':'error','category':'MISSING_SCOPES'}");
        answer(200, DONE);
        answer(200, DONE);

        asking.write(contact("A1"), SCOPE);
        asking.write(contact("A2"), SCOPE);

        assertThat(asking.capabilities().quota().account()).startsWith("hubspot:127.0.0.1");
    }

    @Test
    void anUpsertIsABatchOfOneWhereAllValuesAreText() {
        answer(200, DONE);
        Map<String, Object> content = new HashMap<>(Map.of(
                "lastname", "Ann", "age", 7, "vip", true, "amount", new BigDecimal("1E+3"), "recordsync_id", "x"));
        content.put("jobtitle", null);

        Outcome written = connector.write(upsert("contacts", "A/1", content, MATCH), SCOPE);

        assertThat(written).isEqualTo(new Written(Optional.of("12"), Effect.CREATED));
        RecordedRequest request = request();
        assertThat(line(request)).isEqualTo("POST /crm/v3/objects/contacts/batch/upsert");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer pat-1");
        assertThat(body(request))
                .isEqualTo(json("{'inputs':[{'id':'A/1','idProperty':'recordsync_id','objectWriteTraceId':'0',"
                        + "'properties':{'lastname':'Ann','age':'7','vip':'true','amount':'1000','jobtitle':''}}]}"));
    }

    @Test
    void aDatedVersionHasPathsOfItsOwn() {
        answer(200, DONE);

        connector(settings("2026-03", Optional.of("1"))).write(contact("A1"), SCOPE);

        assertThat(line(request())).isEqualTo("POST /crm/objects/2026-03/contacts/batch/upsert");
    }

    @Test
    void rowsAreToldApartInAnyOrderByTraceOrRecordId() {
        answer(
                207,
                "{'status':'COMPLETE','numErrors':1,'results':["
                        + "{'id':'13','new':false,'properties':{'recordsync_id':'A3'}},"
                        + "{'id':'11','new':true,'objectWriteTraceId':'0'}],"
                        + "'errors':[{'status':'error','category':'VALIDATION_ERROR','message':'marker',"
                        + "'context':{'objectWriteTraceId':['1']}}]}");

        List<Outcome> outcomes =
                connector.writeAll(List.of(contact("A1"), contact("A2"), contact("A3"), contact("A4")), SCOPE);

        assertThat(outcomes.get(0)).isEqualTo(new Written(Optional.of("11"), Effect.CREATED));
        assertThat(reason(outcomes.get(1)).kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(reason(outcomes.get(1))).hasMessageNotContaining("marker");
        assertThat(outcomes.get(2)).isEqualTo(new Written(Optional.of("13"), Effect.UPDATED));
        assertThat(reason(outcomes.get(3)).code()).isEqualTo("NO_RESULT");
        assertThat(reason(outcomes.get(3)).kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(reason(outcomes.get(3)).inDoubt()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "409 | {'status':'error','category':'CONFLICT','message':'Contact already exists. Existing ID: 12'}",
                "207 | {'results':[],'errors':[{'category':'CONFLICT','context':{'existingId':['12']}}]}",
                "207 | {'results':[],'errors':[{'category':'CONFLICT','context':{'existingId':'12'}}]}",
                "207 | {'results':[],'errors':[{'category':'CONFLICT','message':'x Existing ID: 12'}]}"
            })
    void aConflictIsLinkedHoweverItNamesTheRecord(int status, String body) {
        answer(status, body);
        answer(200, "{'id':'12','properties':{'recordsync_id':null}}");
        answer(200, "{'id':'12','properties':{}}");

        Outcome written = connector.write(contact("A1"), SCOPE);

        assertThat(written).isEqualTo(new Written(Optional.of("12"), Effect.LINKED));
        request();
        assertThat(line(request())).isEqualTo("GET /crm/v3/objects/contacts/12?properties=recordsync_id");
        RecordedRequest link = request();
        assertThat(line(link)).isEqualTo("PATCH /crm/v3/objects/contacts/12");
        assertThat(body(link)).isEqualTo(json("{'properties':{'lastname':'Ann','recordsync_id':'A1'}}"));
    }

    @Test
    void aConflictThatNamesNoRecordIsLookedUpByTheMatch() {
        answer(409, "{'status':'error','category':'CONFLICT'}");
        answer(200, "{'results':[{'id':'12','properties':{'recordsync_id':''}}]}");
        answer(200, "{'id':'12'}");

        assertThat(effect(connector.write(contact("A1"), SCOPE))).isEqualTo(Effect.LINKED);
        request();
        RecordedRequest lookUp = request();
        assertThat(line(lookUp)).isEqualTo("POST /crm/v3/objects/contacts/batch/read");
        assertThat(body(lookUp))
                .isEqualTo(json("{'idProperty':'email','properties':['recordsync_id'],"
                        + "'inputs':[{'id':'ann@example.com'}]}"));
    }

    @Test
    void aRecordThatVanishesBeforeItIsLinkedIsTriedAgain() {
        answer(409, "{'status':'error','category':'CONFLICT','message':'Existing ID: 12'}");
        answer(404, "{'status':'error','message':'resource not found'}");

        assertThat(failure(() -> connector.write(contact("A1"), SCOPE)).kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void anIdThatIsNoneIsNeverUsedInAPath() {
        answer(409, "{'status':'error','category':'CONFLICT','context':{'existingId':['../../account']}}");
        answer(200, "{'results':[]}");

        assertThat(failure(() -> connector.write(contact("A1"), SCOPE)).kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void aDeleteWithoutItsIdReadsThenArchives() {
        answer(200, "{'results':[{'id':'12','properties':{'recordsync_id':'A1'}}]}");
        answer(204, "");

        Outcome deleted = connector.write(delete("contacts", "A1", Optional.empty()), SCOPE);

        assertThat(deleted).isEqualTo(new Written(Optional.of("12"), Effect.DELETED));
        assertThat(line(request())).isEqualTo("POST /crm/v3/objects/contacts/batch/read");
        assertThat(line(request())).isEqualTo("DELETE /crm/v3/objects/contacts/12");
    }

    @Test
    void aDeleteWhoseIdIsGoneLooksForTheRecordOnceMore() {
        answer(404, "{'status':'error','message':'resource not found'}");
        answer(207, "{'results':[],'errors':[{'category':'OBJECT_NOT_FOUND'}]}");
        Write certain = new Write(
                Write.Operation.DELETE, "contacts", "A1", Optional.of("12"), Map.of(), Optional.empty(), 1, false);

        assertThat(effect(connector.write(certain, SCOPE))).isEqualTo(Effect.ABSENT);
    }

    @Test
    void aBatchDeleteInDoubtArchivesWhatCarriesTheRecordIdsElseTheKnownIds() {
        answer(200, "{'results':[{'id':'12','properties':{'recordsync_id':'A1'}}]}");
        answer(204, "");

        List<Outcome> outcomes = connector.writeAll(
                List.of(
                        delete("contacts", "A1", Optional.of("11")),
                        delete("contacts", "A2", Optional.of("21")),
                        delete("contacts", "A3", Optional.empty())),
                SCOPE);

        assertThat(outcomes)
                .containsExactly(
                        new Written(Optional.of("12"), Effect.DELETED),
                        new Written(Optional.of("21"), Effect.DELETED),
                        new Written(Optional.empty(), Effect.ABSENT));
        assertThat(line(request())).isEqualTo("POST /crm/v3/objects/contacts/batch/read");
        RecordedRequest archive = request();
        assertThat(line(archive)).isEqualTo("POST /crm/v3/objects/contacts/batch/archive");
        assertThat(body(archive).findValuesAsString("id")).containsExactlyInAnyOrder("12", "21");
    }

    @Test
    void aLookUpWithAnotherErrorIsNoAbsence() {
        answer(207, "{'results':[],'errors':[{'status':'error','category':'MISSING_SCOPES'}]}");

        ConnectorException failure = failure(() -> connector.write(delete("contacts", "A1", Optional.empty()), SCOPE));

        assertThat(failure.inDoubt()).isFalse();
    }

    @Test
    void aMigrationSaysHowLongItTakes() {
        server.enqueue(new MockResponse.Builder()
                .code(477)
                .addHeader("Retry-After", "120")
                .body("{}")
                .build());

        ConnectorException moved = failure(() -> connector.write(contact("A1"), SCOPE));

        assertThat(moved.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(moved.retryAfter().orElseThrow()).hasSeconds(120);
    }

    @ParameterizedTest
    @CsvSource({"423,, 2", "429, TEN_SECONDLY_ROLLING, 10", "429, SECONDLY, 1", "429, DAILY, 900"})
    void whereHubSpotDoesNotSayTheTableDoes(int status, String policy, long seconds) {
        answer(status, policy == null ? "{}" : "{'status':'error','policyName':'" + policy + "'}");

        assertThat(failure(() -> connector.write(contact("A1"), SCOPE))
                        .retryAfter()
                        .orElseThrow())
                .hasSeconds(seconds);
    }

    private static ConnectorException reason(Outcome outcome) {
        return ((Outcome.Refused) outcome).reason();
    }

    private static Write contact(String recordId) {
        return upsert("contacts", recordId, Map.of("lastname", "Ann"), MATCH);
    }

    private HubSpotConnector connector(HubSpotSettings settings) {
        return new HubSpotConnector(
                HubSpotConnector.KIND, settings, http, AccountIds.inMemory(), InstantSource.system());
    }

    private HubSpotSettings settings(String version, Optional<String> portalId) {
        return new HubSpotSettings(baseUrl(), "pat-1", version, "recordsync_id", 100, 5, 250_000, portalId);
    }
}
