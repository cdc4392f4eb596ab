package io.recordsync.simulator.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.SimulatedOrg;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.TestClient.Reply;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Bulk API 2.0. */
class SalesforceJobsTest {

    private static final String JOBS = "/services/data/v66.0/jobs/ingest";
    private static final String UPSERT =
            "{\"object\":\"Contact\",\"operation\":\"upsert\",\"externalIdFieldName\":\"RecordsyncId__c\","
                    + "\"contentType\":\"CSV\"}";

    private final SimulatedOrg org = new SimulatedOrg();
    private final TestClient client = org.salesforceClient();

    @AfterEach
    void stop() {
        org.close();
    }

    @Test
    void aJobGoesFromOpenToCompleteAndTellsOfEachRow() {
        JsonNode job = client.post(JOBS, UPSERT).json();
        String id = job.path("id").asString();
        assertThat(job.path("state").asString()).isEqualTo("Open");

        Reply uploaded = upload(job, "RecordsyncId__c,LastName,Email\nr1,Smith,s@example.com\nr2,,\n");

        assertThat(uploaded.status()).isEqualTo(201);
        assertThat(state(close(id))).isEqualTo("UploadComplete");
        assertThat(state(poll(id))).isEqualTo("InProgress");
        JsonNode over = poll(id).json();
        assertThat(over.path("state").asString()).isEqualTo("JobComplete");
        assertThat(over.path("numberRecordsProcessed").asInt()).isEqualTo(2);
        assertThat(over.path("numberRecordsFailed").asInt()).isEqualTo(1);
        assertThat(results(id, "successfulResults"))
                .startsWith("\"sf__Id\",\"sf__Created\",\"RecordsyncId__c\",\"LastName\",\"Email\"\n")
                .contains("\"true\",\"r1\",\"Smith\",\"s@example.com\"");
        assertThat(results(id, "failedResults"))
                .contains("REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --")
                .contains("\"r2\"");
        assertThat(results(id, "unprocessedrecords").lines()).hasSize(1);
    }

    @Test
    void anEmptyCellLeavesItsFieldAndAMarkClearsIt() {
        run("RecordsyncId__c,LastName,Title,Department\nr1,Smith,CEO,Sales\n");

        run("RecordsyncId__c,LastName,Title,Department\nr1,Smith,,#N/A\n");

        assertThat(org.salesforce()
                        .store()
                        .having("Contact", "RecordsyncId__c", "r1")
                        .getFirst()
                        .fields())
                .containsEntry("Title", "CEO")
                .doesNotContainKey("Department");
    }

    @Test
    void anAbortedJobHasUnprocessedRows() {
        JsonNode job = client.post(JOBS, UPSERT).json();
        String id = job.path("id").asString();
        upload(job, "RecordsyncId__c,LastName\nr1,Smith\n");
        close(id);

        Reply aborted = client.patch(JOBS + "/" + id, "{\"state\":\"Aborted\"}");

        assertThat(state(aborted)).isEqualTo("Aborted");
        assertThat(results(id, "unprocessedrecords")).contains("\"r1\"");
        assertThat(org.salesforce().store().all()).isEmpty();
    }

    @Test
    void whatDoesNotFitTheStateIsRefused() {
        JsonNode job = client.post(JOBS, UPSERT).json();
        String id = job.path("id").asString();

        assertThat(client.get(JOBS + "/" + id + "/failedResults").status()).isEqualTo(400);
        close(id);
        assertThat(upload(job, "x\n").status()).isEqualTo(400);
        assertThat(client.post(JOBS, UPSERT.replace("upsert", "merge")).status())
                .isEqualTo(400);
        assertThat(client.get(JOBS + "/750nope").status()).isEqualTo(404);
    }

    private void run(String csv) {
        JsonNode job = client.post(JOBS, UPSERT).json();
        String id = job.path("id").asString();
        upload(job, csv);
        close(id);
        poll(id);
        poll(id);
    }

    private Reply upload(JsonNode job, String csv) {
        return client.call(
                "PUT", "/" + job.path("contentUrl").asString(), RequestBody.create(csv, MediaType.get("text/csv")));
    }

    private Reply close(String id) {
        return client.patch(JOBS + "/" + id, "{\"state\":\"UploadComplete\"}");
    }

    private Reply poll(String id) {
        return client.get(JOBS + "/" + id);
    }

    private String results(String id, String which) {
        return client.get(JOBS + "/" + id + "/" + which).text();
    }

    private static String state(Reply reply) {
        return reply.json().path("state").asString();
    }
}
