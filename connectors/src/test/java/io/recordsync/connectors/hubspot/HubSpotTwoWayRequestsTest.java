package io.recordsync.connectors.hubspot;

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
import io.recordsync.connectors.Write.Held;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.AccountIds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubSpotTwoWayRequestsTest extends RequestFixture {

    private static final String NONE = "{'results':[],'errors':[{'category':'OBJECT_NOT_FOUND'}]}";
    private static final String TIME = "'lastmodifieddate':'2026-11-30T10:00:00.123Z'";

    private HubSpotConnector connector;

    @BeforeEach
    void connect() {
        HubSpotSettings settings =
                new HubSpotSettings(baseUrl(), "pat-1", "v3", "recordsync_id", 100, 5, 250_000, Optional.of("1"));
        connector = new HubSpotConnector("crm", settings, http, AccountIds.inMemory(), InstantSource.system());
    }

    @Test
    void aCreateIsNoUpsertAndItsAnswerIsShown() {
        answer(
                201,
                "{'results':[{'id':'12','properties':{'lastname':'ANN','recordsync_id':'A1'," + TIME
                        + "},'objectWriteTraceId':'0'}]}");
        Map<String, @Nullable Object> content = new HashMap<>(Map.of("lastname", "Ann"));
        content.put("jobtitle", null);

        Written written = (Written) connector.write(create("A1", content, false), SCOPE);

        assertThat(written.externalId()).contains("12");
        assertThat(written.effect()).isEqualTo(Effect.CREATED);
        ReadRecord shown = written.shown().orElseThrow();
        assertThat(shown.externalId()).isEqualTo("12");
        assertThat(shown.recordId()).contains("A1");
        assertThat(shown.modified()).contains(Instant.parse("2026-11-30T10:00:00.123Z"));
        assertThat(shown.content()).containsEntry("lastname", "ANN").containsEntry("jobtitle", null);
        RecordedRequest request = request();
        assertThat(line(request)).isEqualTo("POST /crm/v3/objects/contacts/batch/create");
        assertThat(body(request))
                .isEqualTo(json("{'inputs':[{'objectWriteTraceId':'0',"
                        + "'properties':{'lastname':'Ann','jobtitle':'','recordsync_id':'A1'}}]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "409 | {'status':'error','category':'CONFLICT','message':'Contact already exists. Existing ID: 12'}",
                "207 | {'results':[],'errors':[{'category':'CONFLICT','context':{'existingId':['12']}}]}",
                "400 | {'status':'error','category':'VALIDATION_ERROR',"
                        + "'errors':[{'code':'CONFLICTING_UNIQUE_VALUE','message':'12 already has that value.'}]}"
            })
    void aConflictIsTheRowThatHubSpotNames(int status, String body) {
        answer(status, body);
        answer(207, NONE);
        answer(200, "{'results':[{'id':'12','properties':{'recordsync_id':'B2','lastname':null," + TIME + "}}]}");

        Outcome outcome = connector.write(create("A1"), SCOPE);

        ReadRecord row = ((Linked) outcome).row();
        assertThat(row.externalId()).isEqualTo("12");
        assertThat(row.recordId()).contains("B2");
        assertThat(row.content()).containsOnlyKeys("lastname").containsEntry("lastname", null);
        request();
        assertThat(body(request()))
                .isEqualTo(json("{'idProperty':'recordsync_id','inputs':[{'id':'A1'}],"
                        + "'properties':['lastmodifieddate','lastname','recordsync_id']}"));
        assertThat(body(request()))
                .isEqualTo(json("{'inputs':[{'id':'12'}],'properties':"
                        + "['hs_merged_object_ids','lastmodifieddate','lastname','recordsync_id']}"));
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void aRowWithTheRecordIdComesBeforeTheOneThatHubSpotNames() {
        answer(409, "{'status':'error','category':'CONFLICT','message':'Contact already exists. Existing ID: 12'}");
        answer(200, "{'results':[{'id':'11','properties':{'recordsync_id':'A1','lastname':'Ann'," + TIME + "}}]}");

        Outcome outcome = connector.write(create("A1"), SCOPE);

        assertThat(((Linked) outcome).row().externalId()).isEqualTo("11");
    }

    @Test
    void aConflictThatNamesNoRowIsLookedUpByTheMatch() {
        answer(409, "{'status':'error','category':'CONFLICT'}");
        answer(207, NONE);
        answer(207, NONE);

        assertThat(failure(() -> connector.write(create("A1"), SCOPE)))
                .hasMessageContaining("the rule's match did not find");
        request();
        request();
        assertThat(body(request()).path("idProperty").asString()).isEqualTo("email");
    }

    @Test
    void aMatchThatHubSpotDoesNotGuardIsSearchedForBeforeTheCreate() {
        String company = "{'id':'31','properties':{'domain':'ACME.com','recordsync_id':null,"
                + "'hs_lastmodifieddate':'2026-11-30T10:00:00Z','name':'Acme'}}";
        answer(200, "{'results':[" + company + "]}");
        answer(200, "{'results':[" + company + "]}");
        answer(200, "{'results':[" + company + "]}");
        answer(201, "{'results':[{'id':'32','properties':{}}]}");

        List<Outcome> outcomes =
                connector.writeAll(List.of(company("C1", "acme.com"), company("C2", "Other.com")), SCOPE);

        assertThat(((Linked) outcomes.getFirst()).row().externalId()).isEqualTo("31");
        assertThat(effect(outcomes.getLast())).isEqualTo(Effect.CREATED);
        RecordedRequest search = request();
        assertThat(line(search)).isEqualTo("POST /crm/v3/objects/companies/search");
        assertThat(body(search).path("filterGroups").path(0).path("filters"))
                .isEqualTo(json("[{'propertyName':'domain','operator':'IN','values':['acme.com','other.com']}]"));
        assertThat(line(request())).isEqualTo("POST /crm/v3/objects/companies/search");
        assertThat(line(request())).isEqualTo("POST /crm/v3/objects/companies/batch/read");
        assertThat(body(request()).path("inputs")).hasSize(1);
    }

    @Test
    void aSearchThatIsBehindIsNoRefusalForGood() {
        String company = "{'id':'31','properties':{'domain':'%s','recordsync_id':null,"
                + "'hs_lastmodifieddate':'2026-11-30T10:00:00Z'}}";
        answer(200, "{'results':[" + company.formatted("acme.com") + "]}");
        answer(200, "{'results':[" + company.formatted("acme.com") + "]}");
        answer(200, "{'results':[" + company.formatted("new.com") + "]}");

        assertThat(failure(() -> connector.write(company("C1", "acme.com"), SCOPE))
                        .kind())
                .isEqualTo(ErrorKind.TRANSIENT);
    }

    private static Write company(String recordId, String domain) {
        Optional<Match> match = Optional.of(new Match("domain", domain));
        Map<String, @Nullable Object> content = Map.of("name", "Acme");
        return new Write(
                Operation.CREATE, "companies", recordId, Optional.empty(), content, match, 1, false, Held.ANYTHING);
    }

    @Test
    void aCreateInDoubtIsAnUpsert() {
        answer(200, "{'results':[{'id':'12','new':false,'properties':{'lastname':'Ann'," + TIME + "}}]}");

        Written written = (Written) connector.write(create("A1", Map.of("lastname", "Ann"), true), SCOPE);

        assertThat(written.effect()).isEqualTo(Effect.UPDATED);
        assertThat(written.shown().orElseThrow().recordId()).contains("A1");
        assertThat(line(request())).isEqualTo("POST /crm/v3/objects/contacts/batch/upsert");
    }

    @Test
    void updatesGoByTheirIdsWithTheRecordIdWhereItIsNotCarried() {
        answer(200, "{'results':[{'id':'12','properties':{}},{'id':'11','properties':{}}]}");

        List<Outcome> outcomes =
                connector.writeAll(List.of(update("A1", "11", true), update("A2", "12", false)), SCOPE);

        assertThat(outcomes.stream()
                        .map(outcome -> ((Written) outcome).externalId().orElseThrow()))
                .containsExactly("11", "12");
        RecordedRequest request = request();
        assertThat(line(request)).isEqualTo("POST /crm/v3/objects/contacts/batch/update");
        assertThat(body(request))
                .isEqualTo(json("{'inputs':["
                        + "{'id':'11','objectWriteTraceId':'0','properties':{'lastname':'Ann'}},"
                        + "{'id':'12','objectWriteTraceId':'1',"
                        + "'properties':{'lastname':'Ann','recordsync_id':'A2'}}]}"));
    }

    @Test
    void anUpdateThatAnswersWithAnotherRowHasMetAMerge() {
        answer(
                200,
                "{'results':[{'id':'13','properties':{'hs_merged_object_ids':'11;10'}},{'id':'12','properties':{}}]}");

        List<Outcome> outcomes = connector.writeAll(List.of(update("A1", "11", true), update("A2", "12", true)), SCOPE);

        assertThat(outcomes.getFirst()).isEqualTo(new Gone(Optional.of("13")));
        assertThat(effect(outcomes.getLast())).isEqualTo(Effect.UPDATED);
    }

    @Test
    void rowsThatAreNotThereAreToldByTheirIdsOrTraces() {
        answer(
                207,
                "{'results':[{'id':'12','properties':{}}],'errors':["
                        + "{'category':'OBJECT_NOT_FOUND','context':{'ids':['11']}},"
                        + "{'category':'OBJECT_NOT_FOUND','context':{'objectWriteTraceId':['2']}}]}");

        List<Outcome> outcomes = connector.writeAll(
                List.of(update("A1", "11", true), update("A2", "12", true), update("A3", "13", true)), SCOPE);

        assertThat(outcomes.get(0)).isEqualTo(new Gone(Optional.empty()));
        assertThat(effect(outcomes.get(1))).isEqualTo(Effect.UPDATED);
        assertThat(outcomes.get(2)).isEqualTo(new Gone(Optional.empty()));
    }

    @Test
    void aSingleAnswerThatARowIsNotThereIsConfirmedByALookUp() {
        answer(404, "{'status':'error','message':'resource not found'}");
        answer(207, NONE);
        answer(404, "{'status':'error','message':'resource not found'}");
        answer(404, "{'status':'error','message':'resource not found'}");

        assertThat(connector.write(update("A1", "11", true), SCOPE)).isEqualTo(new Gone(Optional.empty()));
        assertThat(failure(() -> connector.write(update("A1", "11", true), SCOPE))
                        .kind())
                .isEqualTo(ErrorKind.PERMANENT);
    }

    @Test
    void anUpdateThatTheAnswerLeavesOutIsInDoubt() {
        answer(200, "{'results':[{'id':'12','properties':{}}]}");

        List<Outcome> outcomes = connector.writeAll(List.of(update("A1", "11", true), update("A2", "12", true)), SCOPE);

        assertThat(((Refused) outcomes.getFirst()).reason().code()).isEqualTo("NO_RESULT");
        assertThat(((Refused) outcomes.getFirst()).reason().inDoubt()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'errors':[{'context':{'propertyName':['lastname','other']}}]}",
                "{'message':'Property values were not valid: [{\\'isValid\\':false,\\'name\\':\\'lastname\\'}]'}"
            })
    void aRefusalNamesThePropertiesOfTheWrite(String error) {
        answer(400, "{'status':'error','category':'VALIDATION_ERROR'," + error.substring(1));

        ConnectorException refused = failure(() -> connector.write(update("A1", "11", true), SCOPE));

        assertThat(refused.fields()).containsExactly("lastname");
    }

    @Test
    void findIsOneCallThatTellsOfMergesAndOfWhatIsAbsent() {
        answer(
                207,
                "{'results':[{'id':'13','properties':{'hs_merged_object_ids':'10;11','recordsync_id':'A1',"
                        + "'lastname':null," + TIME + "}}],'errors':[{'category':'OBJECT_NOT_FOUND'}]}");

        List<ReadRecord> found =
                connector.find("contacts", List.of("lastname", "hidden"), List.of("11", "12", "13", "x/y"), SCOPE);

        assertThat(found).hasSize(2).contains(ReadRecord.merged("11", "13"));
        assertThat(found.getFirst().externalId()).isEqualTo("13");
        assertThat(found.getFirst().content()).containsOnlyKeys("lastname").containsEntry("lastname", null);
        RecordedRequest request = request();
        assertThat(line(request)).isEqualTo("POST /crm/v3/objects/contacts/batch/read");
        assertThat(body(request))
                .isEqualTo(json("{'inputs':[{'id':'11'},{'id':'12'},{'id':'13'}],'properties':"
                        + "['hidden','hs_merged_object_ids','lastmodifieddate','lastname','recordsync_id']}"));
    }

    @Test
    void aLookUpThatAnswersWithARowOfNoIdSaysNothingOfAnyId() {
        answer(200, "{'results':[{'id':'13','properties':{" + TIME + "}}]}");

        assertThat(failure(() -> connector.find("contacts", List.of(), List.of("11"), SCOPE))
                        .code())
                .isEqualTo("UNREADABLE_ANSWER");
    }

    private static Write create(String recordId) {
        return create(recordId, Map.of("lastname", "Ann"), false);
    }

    private static Write create(String recordId, Map<String, @Nullable Object> content, boolean inDoubt) {
        Optional<Match> match = Optional.of(new Match("email", "ann@example.com"));
        return new Write(
                Operation.CREATE, "contacts", recordId, Optional.empty(), content, match, 1, inDoubt, Held.ANYTHING);
    }

    private static Write update(String recordId, String id, boolean carried) {
        return new Write(
                Operation.UPDATE,
                "contacts",
                recordId,
                Optional.of(id),
                Map.of("lastname", "Ann"),
                Optional.empty(),
                1,
                false,
                new Held(carried, row -> true));
    }
}
