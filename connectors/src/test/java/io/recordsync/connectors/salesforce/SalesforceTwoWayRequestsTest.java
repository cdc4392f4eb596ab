package io.recordsync.connectors.salesforce;

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
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Held;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.Write.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SalesforceTwoWayRequestsTest extends SalesforceFixture {

    private static final String ID = "003RS0000000001AAA";
    private static final String OTHER_ID = "003RS0000000002AAA";
    private static final String COLLECTION = "/services/data/v66.0/composite/sobjects";
    private static final String SAVED = "[{'id':'" + ID + "','success':true,'errors':[]}]";
    private static final String NONE = "{'done':true,'records':[]}";
    private static final String COLUMNS = "SELECT Id, SystemModstamp, RecordsyncId__c";
    private static final Held NOT_CARRIED = new Held(false, row -> true);

    private SalesforceConnector connector;

    @BeforeEach
    void connect() {
        connector = connector();
        token();
    }

    @Test
    void aCreateIsACollectionAfterALookUpOfItsMatch() {
        answer(200, NONE);
        answer(200, SAVED);

        Outcome outcome = connector.write(create(), SCOPE);

        assertThat(outcome).isEqualTo(new Written(Optional.of(ID), Effect.CREATED));
        request();
        assertThat(query(request())).isEqualTo(COLUMNS + ", Email FROM Contact WHERE Email IN ('ann@example.com')");
        RecordedRequest create = request();
        assertThat(line(create)).isEqualTo("POST " + COLLECTION);
        assertThat(body(create))
                .isEqualTo(json("{'allOrNone':false,'records':[{'attributes':{'type':'Contact'},"
                        + "'RecordsyncId__c':'A1','LastName':'Ann'}]}"));
    }

    @Test
    void aRowWithTheRecordIdIsMetByItsIdInTheAnswer() {
        answer(200, NONE);
        answer(
                200,
                refused(
                        "DUPLICATE_VALUE",
                        "duplicate value found: RecordsyncId__c duplicates value on record with id: " + ID));
        answer(200, rows(row(ID, "'RecordsyncId__c':'A1','LastName':null")));

        Outcome outcome = connector.write(create(), SCOPE);

        ReadRecord row = ((Linked) outcome).row();
        assertThat(row.externalId()).isEqualTo(ID);
        assertThat(row.recordId()).contains("A1");
        assertThat(row.content()).containsOnlyKeys("LastName").containsEntry("LastName", null);
        request();
        request();
        request();
        assertThat(query(request()))
                .isEqualTo(COLUMNS + ", LastName, Email FROM Contact WHERE RecordsyncId__c IN ('A1') OR Email IN"
                        + " ('ann@example.com') OR Id IN ('" + ID + "')");
        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"duplicateResut", "duplicateResult"})
    void theRecordsOfADuplicateRuleAreMet(String name) {
        answer(200, NONE);
        answer(
                200,
                "[{'success':false,'errors':[{'statusCode':'DUPLICATES_DETECTED','message':'Use one','" + name
                        + "':{'matchResults':[{'matchRecords':[{'record':{'Id':'" + OTHER_ID + "'}}]}]}}]}]");
        answer(200, rows(row(OTHER_ID, "'RecordsyncId__c':'B2','LastName':'Anne'")));

        Outcome outcome = connector.write(create(), SCOPE);

        assertThat(((Linked) outcome).row().externalId()).isEqualTo(OTHER_ID);
        assertThat(((Linked) outcome).row().recordId()).contains("B2");
    }

    @Test
    void aRowThatMatchesIsMetBeforeAnythingIsSent() {
        answer(200, rows(row(ID, "'RecordsyncId__c':null,'Email':'ANN@example.com'")));
        answer(200, rows(row(ID, "'RecordsyncId__c':null,'Email':'ANN@example.com','LastName':'Anne'")));

        Outcome outcome = connector.write(create(), SCOPE);

        assertThat(((Linked) outcome).row().content()).containsEntry("LastName", "Anne");
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void severalRowsThatMatchAreForAPersonToMerge() {
        String both = rows(
                row(ID, "'RecordsyncId__c':null,'Email':'ann@example.com'"),
                row(OTHER_ID, "'RecordsyncId__c':null,'Email':'ann@example.com'"));
        answer(200, both);
        answer(200, both);

        ConnectorException refused = failure(() -> connector.write(create(), SCOPE));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused)
                .hasMessage("salesforce already has a record that matches CREATE of Contact A1. 2 records match, and"
                        + " none of them is linked. Merge them there, then retry.");
    }

    @Test
    void aDuplicateThatCannotBeFoundIsRefused() {
        answer(200, NONE);
        answer(200, refused("DUPLICATES_DETECTED", "Use one of these records?"));
        answer(200, NONE);

        assertThat(failure(() -> connector.write(create(), SCOPE)))
                .hasMessageContaining("the rule's match did not find");
    }

    @Test
    void aCreateInDoubtIsAnUpsertWhereNoRowOfAnotherMatches() {
        answer(200, rows(row(ID, "'RecordsyncId__c':'A1','Email':'ann@example.com'")));
        answer(200, "[{'id':'" + ID + "','success':true,'created':false,'errors':[]}]");

        Outcome outcome = connector.write(write(Operation.CREATE, Optional.empty(), true, Held.ANYTHING), SCOPE);

        assertThat(outcome).isEqualTo(new Written(Optional.of(ID), Effect.UPDATED));
        request();
        request();
        assertThat(line(request())).isEqualTo("PATCH " + COLLECTION + "/Contact/RecordsyncId__c");
    }

    @Test
    void anUpdateSendsItsFieldsToTheIdAlone() {
        answer(200, SAVED);
        Map<String, @Nullable Object> content = new HashMap<>(Map.of("LastName", "Ann", "RecordsyncId__c", "x"));
        content.put("Title", null);

        Outcome outcome = connector.write(update(content, Held.ANYTHING), SCOPE);

        assertThat(outcome).isEqualTo(new Written(Optional.of(ID), Effect.UPDATED));
        request();
        RecordedRequest update = request();
        assertThat(line(update)).isEqualTo("PATCH " + COLLECTION);
        assertThat(body(update))
                .isEqualTo(json("{'allOrNone':false,'records':[{'attributes':{'type':'Contact'},'id':'" + ID
                        + "','LastName':'Ann','Title':null}]}"));
    }

    @Test
    void anUpdateHasTheRecordIdWhereTheRowDoesNotCarryIt() {
        answer(200, SAVED);

        connector.write(update(Map.of("LastName", "Ann"), NOT_CARRIED), SCOPE);

        request();
        assertThat(body(request())
                        .path("records")
                        .path(0)
                        .path("RecordsyncId__c")
                        .asString())
                .isEqualTo("A1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENTITY_IS_DELETED", "NOT_FOUND", "INVALID_CROSS_REFERENCE_KEY"})
    void anUpdateThatMayHaveMetNoRowIsConfirmedByAQuery(String code) {
        answer(200, refused(code, "marker"));
        answer(200, rows(row(ID, "'IsDeleted':true,'MasterRecordId':'" + OTHER_ID + "'")));

        Outcome outcome = connector.write(update(Map.of("LastName", "Ann"), Held.ANYTHING), SCOPE);

        assertThat(outcome).isEqualTo(new Gone(Optional.of(OTHER_ID)));
        request();
        request();
        RecordedRequest query = request();
        assertThat(query.getUrl().encodedPath()).isEqualTo("/services/data/v66.0/queryAll");
        assertThat(query(query))
                .isEqualTo(COLUMNS + ", IsDeleted, MasterRecordId FROM Contact WHERE Id IN ('" + ID + "')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {NONE, "{'done':true,'records':[{'Id':'" + ID + "','IsDeleted':true,'MasterRecordId':null}]}"})
    void aRowThatIsInTheBinOrNowhereIsGone(String found) {
        answer(200, refused("ENTITY_IS_DELETED", "entity is deleted"));
        answer(200, found);

        assertThat(connector.write(update(Map.of("LastName", "Ann"), Held.ANYTHING), SCOPE))
                .isEqualTo(new Gone(Optional.empty()));
    }

    @Test
    void aDeletedRecordThatAFieldRefersToIsNoRowThatIsGone() {
        answer(200, refused("INVALID_CROSS_REFERENCE_KEY", "marker"));
        answer(200, rows(row(ID, "'IsDeleted':false,'MasterRecordId':null")));

        ConnectorException refused =
                failure(() -> connector.write(update(Map.of("AccountId", OTHER_ID), Held.ANYTHING), SCOPE));

        assertThat(refused.code()).isEqualTo("INVALID_CROSS_REFERENCE_KEY");
    }

    @Test
    void aLookUpThatFailsLeavesTheOtherUpdatesWritten() {
        answer(
                200,
                "[{'id':'" + ID + "','success':true,'errors':[]},"
                        + "{'success':false,'errors':[{'statusCode':'ENTITY_IS_DELETED'}]}]");
        answer(503, "[{'errorCode':'SERVER_UNAVAILABLE'}]");
        Write second = new Write(
                Operation.UPDATE,
                "Contact",
                "A2",
                Optional.of(OTHER_ID),
                Map.of("LastName", "Bob"),
                Optional.empty(),
                1,
                false);

        List<Outcome> outcomes =
                connector.writeAll(List.of(update(Map.of("LastName", "Ann"), Held.ANYTHING), second), SCOPE);

        assertThat(outcomes.getFirst()).isEqualTo(new Written(Optional.of(ID), Effect.UPDATED));
        ConnectorException reason = ((Refused) outcomes.getLast()).reason();
        assertThat(reason.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(reason.inDoubt()).isFalse();
    }

    @Test
    void aRefusalNamesTheFieldsOfTheWriteByTheirNamesInIt() {
        answer(
                200,
                "[{'success':false,'errors':[{'statusCode':'STRING_TOO_LONG','fields':['LastName']},"
                        + "{'statusCode':'INVALID_EMAIL_ADDRESS','fields':['Email','Other__c']}]}]");

        ConnectorException refused = failure(() ->
                connector.write(update(Map.of("lastname", "x", "Email", "y", "Title", "z"), Held.ANYTHING), SCOPE));

        assertThat(refused.fields()).containsExactlyInAnyOrder("lastname", "Email");
    }

    @Test
    void findIsOneQueryForWellFormedIdsThatTellsOfMerges() {
        answer(
                200,
                rows(
                        row(ID, "'RecordsyncId__c':'A1','Email':'a@example.com','Title':null,'IsDeleted':false"),
                        row(OTHER_ID, "'IsDeleted':true,'MasterRecordId':'" + ID + "'")));

        List<ReadRecord> found = connector.find(
                "Contact", List.of("email", "Title", "Hidden__c"), List.of(OTHER_ID, "x' OR Id != '", ID), SCOPE);

        assertThat(found).hasSize(2).contains(ReadRecord.merged(OTHER_ID, ID));
        assertThat(found.getFirst().recordId()).contains("A1");
        assertThat(found.getFirst().content())
                .containsOnlyKeys("email", "Title")
                .containsEntry("Title", null);
        request();
        assertThat(query(request()))
                .isEqualTo(COLUMNS + ", email, Title, Hidden__c, IsDeleted, MasterRecordId FROM Contact WHERE Id IN ('"
                        + OTHER_ID + "','" + ID + "')");
    }

    @Test
    void anObjectThatCannotBeMergedIsFoundByAPlainQuery() {
        answer(200, NONE);

        assertThat(connector.find("Subscription__c", List.of("Name"), List.of(ID), SCOPE))
                .isEmpty();
        request();
        RecordedRequest query = request();
        assertThat(query.getUrl().encodedPath()).isEqualTo("/services/data/v66.0/query");
        assertThat(query(query)).isEqualTo(COLUMNS + ", Name FROM Subscription__c WHERE Id IN ('" + ID + "')");
    }

    private static String query(RecordedRequest request) {
        return String.valueOf(request.getUrl().queryParameter("q"));
    }

    private static String rows(String... rows) {
        return "{'done':true,'records':[" + String.join(",", rows) + "]}";
    }

    private static String row(String id, String fields) {
        return "{'Id':'" + id + "','SystemModstamp':'2026-11-30T10:00:00.000+0000'," + fields + "}";
    }

    private static String refused(String code, String message) {
        return "[{'success':false,'errors':[{'statusCode':'" + code + "','message':'" + message + "','fields':[]}]}]";
    }

    private static Write create() {
        return write(Operation.CREATE, Optional.empty(), false, Held.ANYTHING);
    }

    private static Write write(Operation operation, Optional<String> id, boolean inDoubt, Held held) {
        Match match = new Match("Email", "ann@example.com");
        return new Write(
                operation, "Contact", "A1", id, Map.of("LastName", "Ann"), Optional.of(match), 1, inDoubt, held);
    }

    private static Write update(Map<String, @Nullable Object> content, Held held) {
        return new Write(Operation.UPDATE, "Contact", "A1", Optional.of(ID), content, Optional.empty(), 1, false, held);
    }
}
