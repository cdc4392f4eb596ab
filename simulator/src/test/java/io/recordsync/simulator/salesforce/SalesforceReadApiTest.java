package io.recordsync.simulator.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.SimulatedOrg;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Changes, deletes and descriptions. */
class SalesforceReadApiTest {

    private static final String DATA = "/services/data/v66.0";
    private static final String CONTACT = DATA + "/sobjects/Contact";
    private static final String SMITH = "{\"LastName\":\"Smith\"}";

    private final SimulatedOrg org = new SimulatedOrg();
    private final TestClient client = org.salesforceClient();

    @AfterEach
    void stop() {
        org.close();
    }

    @Test
    void aQueryTakesAlternativesInBrackets() {
        String first = create("r1");
        String second = create("r2");
        org.clock.advance(Duration.ofSeconds(1));
        String third = create("r3");
        String time = client.get(CONTACT + "/" + first)
                .json()
                .path("SystemModstamp")
                .asString()
                .replace("+0000", "Z");

        JsonNode found = client.get(DATA + "/query?q=SELECT Id FROM Contact WHERE SystemModstamp >= " + time
                        + " AND (SystemModstamp > " + time + " OR Id > '" + first
                        + "') ORDER BY SystemModstamp, Id LIMIT 9")
                .json();

        assertThat(found.path("records").findValuesAsString("Id")).containsExactly(second, third);
    }

    @Test
    void alternativesBesideConditionsNeedBrackets() {
        Reply reply = client.get(
                DATA + "/query?q=SELECT Id FROM Contact WHERE LastName = 'a' OR LastName = 'b' AND Id = 'c'");

        assertThat(code(reply)).isEqualTo("MALFORMED_QUERY");
    }

    @Test
    void queryAllShowsTheBinAndIntoWhatARecordWasMerged() {
        String winner = create("r1");
        String loser = create("r2");
        String deleted = create("r3");
        CrmStore store = org.salesforce().store();
        store.merge(store.byId("Contact", loser).orElseThrow(), winner, Arrival.ANSWERED);
        client.delete(CONTACT + "/" + deleted);
        String soql = "q=SELECT Id, IsDeleted, MasterRecordId FROM Contact WHERE Id IN ('%s','%s','%s') ORDER BY Id"
                .formatted(winner, loser, deleted);

        JsonNode all = client.get(DATA + "/queryAll?" + soql).json().path("records");
        JsonNode living = client.get(DATA + "/query?" + soql).json().path("records");

        assertThat(all.findValues("IsDeleted").stream().map(JsonNode::booleanValue))
                .containsExactly(false, true, true);
        assertThat(all.findValuesAsString("MasterRecordId")).contains(winner);
        assertThat(all.path(2).path("MasterRecordId").isNull()).isTrue();
        assertThat(living.findValuesAsString("Id")).containsExactly(winner);
    }

    @Test
    void onlyRecordsOfStandardObjectsAreMerged() {
        Reply reply = client.get(DATA + "/queryAll?q=SELECT Id, MasterRecordId FROM Subscription__c");

        assertThat(code(reply)).isEqualTo("INVALID_FIELD");
    }

    @Test
    void deletesOfASpanAreToldOfByTheMinute() {
        String early = create("r1");
        String late = create("r2");
        client.delete(CONTACT + "/" + early);
        Instant between = org.clock.instant().plusSeconds(60);
        org.clock.advance(Duration.ofMinutes(10));
        client.delete(CONTACT + "/" + late);
        org.clock.advance(Duration.ofMinutes(10));

        JsonNode reply = deleted(between, org.clock.instant()).json();

        assertThat(reply.path("deletedRecords").findValuesAsString("id")).containsExactly(late);
        assertThat(reply.path("latestDateCovered").asString()).endsWith("+0000");
        assertThat(reply.has("earliestDateAvailable")).isTrue();
    }

    @Test
    void deletesAreKeptForFifteenDays() {
        Instant now = org.clock.instant();

        assertThat(code(deleted(now.minus(Duration.ofDays(16)), now))).isEqualTo("INVALID_REPLICATION_DATE");
        assertThat(code(deleted(now, now))).isEqualTo("INVALID_REPLICATION_DATE");
    }

    @Test
    void aDescriptionTellsOfRequiredAndUniqueFields() {
        JsonNode description = client.get(CONTACT + "/describe").json();

        Map<String, JsonNode> fields = new HashMap<>();
        description
                .path("fields")
                .forEach(field -> fields.put(field.path("name").asString(), field));
        assertThat(fields.get("LastName").path("nillable").asBoolean()).isFalse();
        assertThat(fields.get("LastName").path("length").asInt()).isEqualTo(80);
        assertThat(fields.get("Id").path("createable").asBoolean()).isFalse();
        assertThat(fields.get("RecordsyncId__c").path("unique").asBoolean()).isTrue();
        assertThat(fields.get("RecordsyncId__c").path("externalId").asBoolean()).isTrue();
        assertThat(client.get(DATA + "/sobjects").json().path("sobjects").findValuesAsString("name"))
                .contains("Contact", "Account", "Subscription__c");
    }

    @Test
    void anOrgWithoutOurFieldDoesNotDescribeIt() {
        org.salesforce().plainCreates(true);

        assertThat(client.get(CONTACT + "/describe").json().path("fields").findValuesAsString("name"))
                .contains("Email")
                .doesNotContain("RecordsyncId__c");
    }

    @Test
    void anObjectOfTheOrgsOwnIsWrittenLikeAnyOther() {
        Reply reply = client.patch(DATA + "/sobjects/Subscription__c/RecordsyncId__c/s1", "{\"Name\":\"Gold\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("id").asString()).startsWith("a00");
    }

    @Test
    void theLimitsTellWhatIsLeft() {
        JsonNode daily = client.get(DATA + "/limits").json().path("DailyApiRequests");

        assertThat(daily.path("Max").asLong()).isEqualTo(100_000);
        assertThat(daily.path("Remaining").asLong()).isEqualTo(99_999);
    }

    private String create(String recordId) {
        return client.patch(CONTACT + "/RecordsyncId__c/" + recordId, SMITH)
                .json()
                .path("id")
                .asString();
    }

    private Reply deleted(Instant start, Instant end) {
        return client.get(CONTACT + "/deleted/?start=" + start + "&end=" + end);
    }

    private static String code(Reply reply) {
        return reply.json().path(0).path("errorCode").asString();
    }
}
