package io.recordsync.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Held;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.Write.Operation;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a bulk job sends, and what its ends mean. */
class SalesforceJobRequestsTest extends SalesforceFixture {

    private static final String JOB = "{'id':'750RS0000000001YAA','state':'%s','errorMessage':'%s'}";
    private static final String FIRST = "003RS0000000001YAA";
    private static final String SECOND = "003RS0000000002YAA";
    private static final List<Write> TWO =
            List.of(contact("A1", Map.of("LastName", "Ann")), contact("A2", Map.of("Age__c", new BigDecimal("1E+3"))));

    private SalesforceConnector connector;

    @BeforeEach
    void connect() {
        connector = connector();
        answer(200, "{'access_token':'t'}");
        answer(200, JOB.formatted("Open", ""));
        answer(201, "");
        answer(200, JOB.formatted("UploadComplete", ""));
    }

    @Test
    void aJobIsCreatedFilledClosedLookedAtAndRead() {
        answer(200, JOB.formatted("JobComplete", ""));
        answer(200, "'sf__Id','sf__Created','RecordsyncId__c'\n'003RS0000000001YAA','true','A1'\n");
        answer(200, "'sf__Id','sf__Error','RecordsyncId__c'\n'','UNABLE_TO_LOCK_ROW:unable:LastName --','A2'\n");
        answer(200, "'RecordsyncId__c'\n");

        List<Outcome> outcomes = connector.writeJob(TWO, SCOPE);

        assertThat(((Outcome.Refused) outcomes.get(1)).reason().kind()).isEqualTo(ErrorKind.TRANSIENT);
        request();
        RecordedRequest create = request();
        assertThat(line(create)).isEqualTo("POST /services/data/v66.0/jobs/ingest");
        assertThat(body(create))
                .isEqualTo(json("{'object':'Contact','operation':'upsert','externalIdFieldName':'RecordsyncId__c',"
                        + "'contentType':'CSV','lineEnding':'LF'}"));
        RecordedRequest upload = request();
        assertThat(line(upload)).isEqualTo("PUT /services/data/v66.0/jobs/ingest/750RS0000000001YAA/batches");
        assertThat(upload.getHeaders().get("Content-Type")).startsWith("text/csv");
        assertThat(upload.getBody().utf8())
                .isEqualTo("\"RecordsyncId__c\",\"Age__c\",\"LastName\"\n\"A1\",,\"Ann\"\n\"A2\",\"1000\",\n");
        assertThat(body(request())).isEqualTo(json("{'state':'UploadComplete'}"));
        assertThat(line(request())).isEqualTo("GET /services/data/v66.0/jobs/ingest/750RS0000000001YAA");
        assertThat(request().getHeaders().get("Accept")).isEqualTo("text/csv");
    }

    @Test
    void aJobOfUpdatesHasIdsAndOurRecordIdsOnlyWhereTheyAreMissing() {
        answer(200, JOB.formatted("JobComplete", ""));
        answer(200, "'sf__Id','sf__Created','Id'\n'" + FIRST + "','false','" + FIRST + "'\n");
        answer(200, "'sf__Id','sf__Error','Id'\n'','UNABLE_TO_LOCK_ROW:unable:LastName --','" + SECOND + "'\n");
        answer(200, "'Id'\n");

        List<Outcome> outcomes = connector.writeJob(
                List.of(
                        update("A1", FIRST, Map.of("LastName", "Ann", "RecordsyncId__c", "x"), Held.ANYTHING),
                        update("A2", SECOND, Map.of("Title", "x"), new Held(false, row -> true))),
                SCOPE);

        assertThat(outcomes.getFirst()).isEqualTo(new Outcome.Written(Optional.of(FIRST), Outcome.Effect.UPDATED));
        assertThat(reason(outcomes.getLast()).kind()).isEqualTo(ErrorKind.TRANSIENT);
        request();
        assertThat(body(request()))
                .isEqualTo(json("{'object':'Contact','operation':'update','contentType':'CSV','lineEnding':'LF'}"));
        assertThat(request().getBody().utf8())
                .isEqualTo(("'Id','RecordsyncId__c','LastName','Title'\n'%s',,'Ann',\n'%s','A2',,'x'\n")
                        .formatted(FIRST, SECOND)
                        .replace('\'', '"'));
    }

    @Test
    void aJobOfCreatesInserts() {
        answer(200, JOB.formatted("JobComplete", ""));
        answer(200, "'sf__Id','sf__Created','RecordsyncId__c'\n'" + FIRST + "','true','A1'\n");
        answer(200, "'sf__Id','sf__Error','RecordsyncId__c'\n");
        answer(200, "'RecordsyncId__c'\n");
        Write create = new Write(
                Operation.CREATE,
                "Contact",
                "A1",
                Optional.empty(),
                Map.of("LastName", "Ann"),
                Optional.empty(),
                1,
                false);

        List<Outcome> outcomes = connector.writeJob(List.of(create), SCOPE);

        assertThat(outcomes).containsExactly(new Outcome.Written(Optional.of(FIRST), Outcome.Effect.CREATED));
        request();
        assertThat(body(request()))
                .isEqualTo(json("{'object':'Contact','operation':'insert','contentType':'CSV','lineEnding':'LF'}"));
        assertThat(request().getBody().utf8()).isEqualTo("\"RecordsyncId__c\",\"LastName\"\n\"A1\",\"Ann\"\n");
    }

    @Test
    void aRowInNoneOfTheListsIsInDoubtAndOneThatWasLeftOutIsNot() {
        answer(200, JOB.formatted("JobComplete", ""));
        answer(200, "'sf__Id','sf__Created','RecordsyncId__c'\n");
        answer(200, "'sf__Id','sf__Error','RecordsyncId__c'\n");
        answer(200, "'RecordsyncId__c'\n'A2'\n");

        List<Outcome> outcomes = connector.writeJob(TWO, SCOPE);

        assertThat(reason(outcomes.getFirst()).inDoubt()).isTrue();
        assertThat(reason(outcomes.getLast()).inDoubt()).isFalse();
        assertThat(outcomes).allSatisfy(one -> assertThat(reason(one).kind()).isEqualTo(ErrorKind.TRANSIENT));
    }

    @Test
    void aJobThatFailedHasEachRowTriedAlone() {
        answer(200, JOB.formatted("Failed", "InvalidBatch : Field name not found : Age__c"));
        answer(400, "[{'errorCode':'INVALIDJOBSTATE'}]");
        answer(200, JOB.formatted("Failed", "InvalidBatch : Field name not found : Age__c"));

        List<Outcome> outcomes = connector.writeJob(TWO, SCOPE);

        assertThat(reason(outcomes.getFirst()).kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(reason(outcomes.getFirst()).code()).isEqualTo("InvalidBatch");
        assertThat(reason(outcomes.getFirst()).inDoubt()).isTrue();
    }

    @Test
    void spentBatchesOfTheDayAreALimit() {
        answer(200, JOB.formatted("Failed", "ExceededQuota : ApiBatchItems Limit exceeded."));
        answer(400, "[{'errorCode':'INVALIDJOBSTATE'}]");
        answer(200, JOB.formatted("Failed", "ExceededQuota : ApiBatchItems Limit exceeded."));

        ConnectorException failure = failure(() -> connector.writeJob(TWO, SCOPE));

        assertThat(failure.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(failure.retryAfter()).isPresent();
    }

    @Test
    void aJobThatSomebodyStoppedIsTriedAgain() {
        answer(200, JOB.formatted("Aborted", ""));
        answer(400, "[{'errorCode':'INVALIDJOBSTATE'}]");
        answer(200, JOB.formatted("Aborted", ""));

        assertThat(failure(() -> connector.writeJob(TWO, SCOPE)).code()).isEqualTo("JOB_ABORTED");
    }

    private static Write update(String recordId, String id, Map<String, Object> content, Held held) {
        return new Write(
                Operation.UPDATE,
                "Contact",
                recordId,
                Optional.of(id),
                new HashMap<>(content),
                Optional.empty(),
                1,
                false,
                held);
    }

    private static Write contact(String recordId, Map<String, Object> content) {
        return upsert("Contact", recordId, content, new Match("Email", "a@example.com"));
    }

    private static ConnectorException reason(Outcome outcome) {
        return ((Outcome.Refused) outcome).reason();
    }
}
