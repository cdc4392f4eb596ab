package io.recordsync.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Match;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SalesforceRequestsTest extends SalesforceFixture {

    private static final String ID = "003RS0000000001AAA";
    private static final String OTHER_ID = "003RS0000000002AAA";
    private static final String SAVED = "{'id':'" + ID + "','success':true,'created':true,'errors':[]}";
    private static final Match MATCH = new Match("Email", "o'neil@example.com");

    private SalesforceConnector connector;

    @BeforeEach
    void connect() {
        connector = connector("client&id", "sec=ret");
    }

    @Test
    void theTokenIsAskedForInAForm() {
        token();
        answer(201, SAVED);

        connector.write(contact(), SCOPE);

        RecordedRequest login = request();
        assertThat(line(login)).isEqualTo("POST /services/oauth2/token");
        assertThat(login.getHeaders().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(login.getBody().utf8().split("&"))
                .containsExactlyInAnyOrder(
                        "grant_type=client_credentials", "client_id=client%26id", "client_secret=sec%3Dret");
        assertThat(request().getHeaders().get("Authorization")).isEqualTo("Bearer token-1");
    }

    @Test
    void anUpsertHasTheRecordIdInItsPathAndNotInItsBody() {
        token();
        answer(201, SAVED);
        Map<String, Object> content = new HashMap<>(Map.of("LastName", "Ann", "Age__c", 7, "RecordsyncId__c", "x"));
        content.put("Title", null);

        Outcome written = connector.write(upsert("Contact", "a b+é:1", content, MATCH), SCOPE);

        assertThat(written).isEqualTo(new Written(Optional.of(ID), Effect.CREATED));
        request();
        RecordedRequest upsert = request();
        assertThat(line(upsert))
                .isEqualTo("PATCH /services/data/v66.0/sobjects/Contact/RecordsyncId__c/a%20b+%C3%A9:1");
        assertThat(body(upsert)).isEqualTo(json("{'LastName':'Ann','Age__c':7,'Title':null}"));
    }

    @Test
    void anUpdateThatAnswersWithoutABodyKeepsTheKnownId() {
        token();
        answer(204, "");
        Write known = new Write(Write.Operation.UPSERT, "Contact", "A1", Optional.of(ID), Map.of(), Optional.empty());

        assertThat(connector.write(known, SCOPE)).isEqualTo(new Written(Optional.of(ID), Effect.UPDATED));
    }

    @Test
    void aBatchGoesByTheExternalIdAndNotAllOrNone() {
        token();
        answer(200, "[" + SAVED + "]");

        connector.writeAll(List.of(contact()), SCOPE);

        request();
        RecordedRequest batch = request();
        assertThat(line(batch)).isEqualTo("PATCH /services/data/v66.0/composite/sobjects/Contact/RecordsyncId__c");
        assertThat(body(batch))
                .isEqualTo(json("{'allOrNone':false,'records':[{'attributes':{'type':'Contact'},"
                        + "'RecordsyncId__c':'A1','LastName':'Ann'}]}"));
    }

    @ParameterizedTest
    @CsvSource({
        "UNABLE_TO_LOCK_ROW, TRANSIENT",
        "REQUIRED_FIELD_MISSING, PERMANENT",
        "INSUFFICIENT_ACCESS_OR_READONLY, PERMANENT",
        "STORAGE_LIMIT_EXCEEDED, ACCOUNT_REFUSED",
        "SOMETHING_NEW, PERMANENT"
    })
    void aRowsErrorHasItsMeaning(String code, ErrorKind kind) {
        token();
        answer(
                200,
                "[" + SAVED + ",{'success':false,'errors':[{'statusCode':'" + code
                        + "','message':'marker','fields':['LastName']}]}]");

        List<Outcome> outcomes = connector.writeAll(List.of(contact(), contact("A2")), SCOPE);

        assertThat(outcomes.getFirst()).isInstanceOf(Written.class);
        ConnectorException reason = ((Outcome.Refused) outcomes.getLast()).reason();
        assertThat(reason.kind()).isEqualTo(kind);
        assertThat(reason.code()).isEqualTo(code);
        assertThat(reason).hasMessageContaining("A2").hasMessageContaining("LastName");
        assertThat(reason).hasMessageNotContaining("marker").hasMessageNotContaining("HTTP");
    }

    @Test
    void aDuplicateIsLookedUpOverAllPagesAndLinked() {
        token();
        answer(400, "[{'errorCode':'DUPLICATES_DETECTED','message':'Use one of these records?'}]");
        answer(
                200,
                "{'done':false,'nextRecordsUrl':'https://evil.example/services/data/v66.0/query/01gRS-1',"
                        + "'records':[{'Id':'" + OTHER_ID + "','RecordsyncId__c':'B2'}]}");
        answer(200, "{'done':true,'records':[{'Id':'" + ID + "','RecordsyncId__c':null}]}");
        answer(204, "");

        Outcome written = connector.write(contact(), SCOPE);

        assertThat(written).isEqualTo(new Written(Optional.of(ID), Effect.LINKED));
        request();
        request();
        assertThat(request().getUrl().queryParameter("q"))
                .isEqualTo("SELECT Id, RecordsyncId__c FROM Contact WHERE Email = 'o\\'neil@example.com' LIMIT 50");
        assertThat(line(request())).isEqualTo("GET /services/data/v66.0/query/01gRS-1");
        RecordedRequest link = request();
        assertThat(line(link)).isEqualTo("PATCH /services/data/v66.0/sobjects/Contact/" + ID);
        assertThat(body(link)).isEqualTo(json("{'LastName':'Ann','RecordsyncId__c':'A1'}"));
    }

    @Test
    void severalRecordsThatMatchAreForAPersonToMerge() {
        token();
        answer(400, "[{'errorCode':'DUPLICATE_VALUE','message':'duplicate value found'}]");
        answer(200, "{'done':true,'records':[{'Id':'" + ID + "'},{'Id':'" + OTHER_ID + "'}]}");

        ConnectorException refused = failure(() -> connector.write(contact(), SCOPE));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused)
                .hasMessage(
                        "salesforce answered UPSERT of Contact A1 with DUPLICATE_VALUE (HTTP 400). Another record has"
                                + " the value of a unique field. 2 records match, and none of them is"
                                + " linked. Merge them there, then"
                                + " retry.");
    }

    @Test
    void aDuplicateThatCannotBeFoundIsSaidToBeSo() {
        token();
        answer(400, "[{'errorCode':'DUPLICATE_VALUE','message':'duplicate value found'}]");
        answer(200, "{'done':true,'records':[]}");

        assertThat(failure(() -> connector.write(contact(), SCOPE)))
                .hasMessageContaining("the rule's match did not find");
    }

    @Test
    void aRecordThatVanishesBeforeItIsLinkedIsTriedAgain() {
        token();
        answer(400, "[{'errorCode':'DUPLICATES_DETECTED'}]");
        answer(200, "{'done':true,'records':[{'Id':'" + ID + "'}]}");
        answer(404, "[{'errorCode':'ENTITY_IS_DELETED'}]");

        assertThat(failure(() -> connector.write(contact(), SCOPE)).kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void aLookUpThatFailsLeavesNoDoubt() {
        token();
        answer(400, "[{'errorCode':'DUPLICATES_DETECTED'}]");
        answer(502, "<html>");

        ConnectorException failure = failure(() -> connector.write(contact(), SCOPE));

        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(failure.inDoubt()).isFalse();
    }

    @Test
    void aRuleThatNamesNoFieldIsRefusedBeforeAnythingIsAsked() {
        token();
        Write write = upsert("Contact/x", "A1", Map.of(), MATCH);

        ConnectorException refused = failure(() -> connector.write(write, SCOPE));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void aDeleteOfAMissingRecordIsToldFromAMissingField() {
        token();
        answer(404, "[{'errorCode':'NOT_FOUND','message':'The requested resource does not exist'}]");
        answer(
                404,
                "[{'errorCode':'NOT_FOUND','message':'Provided external ID field does not exist or is not accessible:"
                        + " RecordsyncId__c'}]");

        assertThat(effect(connector.write(deleted(), SCOPE))).isEqualTo(Effect.ABSENT);
        assertThat(failure(() -> connector.write(deleted(), SCOPE)).kind()).isEqualTo(ErrorKind.ACCOUNT_REFUSED);
    }

    @Test
    void aFreshTokenThatIsRefusedAsWellIsTheAccountsFault() {
        token();
        expired();
        token();
        expired();

        assertThat(failure(() -> connector.write(contact(), SCOPE)).kind()).isEqualTo(ErrorKind.ACCOUNT_REFUSED);
        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"This session is not valid for use with the REST API", "Connected app is not attached to Agent"})
    void noTokenIsRenewedWhereThatHelpsNothing(String message) {
        token();
        answer(401, "[{'errorCode':'INVALID_SESSION_ID','message':'" + message + "'}]");

        assertThat(failure(() -> connector.write(contact(), SCOPE)).kind()).isEqualTo(ErrorKind.ACCOUNT_REFUSED);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_client, ACCOUNT_REFUSED",
        "400, invalid_grant, ACCOUNT_REFUSED",
        "401, invalid_client, ACCOUNT_REFUSED",
        "400, '', ACCOUNT_REFUSED",
        "400, unknown_error, UNAVAILABLE",
        "429, '', RATE_LIMITED",
        "503, '', UNAVAILABLE",
        "404, '', UNAVAILABLE",
        "200, '', UNAVAILABLE"
    })
    void aRefusedTokenHasItsMeaningAndLeavesNoDoubt(int status, String code, ErrorKind kind) {
        answer(status, "{'error':'" + code + "','error_description':'marker'}");

        ConnectorException refused = failure(() -> connector.write(contact(), SCOPE));

        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused.inDoubt()).isFalse();
        assertThat(refused).hasMessageNotContaining("marker").hasMessageNotContaining("sec=ret");
    }

    private void expired() {
        answer(401, "[{'errorCode':'INVALID_SESSION_ID','message':'Session expired or invalid'}]");
    }

    private static Write contact() {
        return contact("A1");
    }

    private static Write contact(String recordId) {
        return upsert("Contact", recordId, Map.of("LastName", "Ann"), MATCH);
    }

    private static Write deleted() {
        return delete("Contact", "A1", Optional.empty());
    }
}
