package io.recordsync.simulator.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.SimulatedOrg;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.quota.AccountPlan;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HubSpotApiTest {

    private static final String CONTACTS = "/crm/v3/objects/contacts";
    private static final String ALICE =
            "{\"properties\":{\"email\":\"Alice@example.com\",\"firstname\":\"Alice\",\"recordsync_id\":\"r1\"}}";

    private final SimulatedOrg org = new SimulatedOrg();
    private final TestClient client = org.hubspotClient();

    @AfterEach
    void stop() {
        org.close();
    }

    @Test
    void aWrongTokenIsRefused() {
        Reply reply = client.with("Bearer other").get(CONTACTS + "/1");

        assertError(reply, 401, "INVALID_AUTHENTICATION");
    }

    @Test
    void aRotatedTokenReplacesTheOldOne() {
        org.hubspot().rotateSecret("new");

        assertThat(client.get(CONTACTS).status()).isEqualTo(401);
        assertThat(client.with("Bearer new").get(CONTACTS).status()).isEqualTo(200);
    }

    @Test
    void aCreateAnswers201WithAllProperties() {
        Reply reply = client.post(CONTACTS, ALICE);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("properties").path("email").asString()).isEqualTo("alice@example.com");
        assertThat(reply.json().path("properties").path("hs_object_id"))
                .isEqualTo(reply.json().path("id"));
        assertThat(reply.json().path("createdAt").asString()).isEqualTo("2026-03-01T12:00:00Z");
    }

    @Test
    void anExistingEmailIsAConflictThatNamesTheOtherContact() {
        String id = idOf(client.post(CONTACTS, ALICE));

        Reply reply = client.post(CONTACTS, ALICE.replace("r1", "r2"));

        assertError(reply, 409, "CONFLICT");
        assertThat(reply.json().path("message").asString()).isEqualTo("Contact already exists. Existing ID: " + id);
    }

    @Test
    void anExistingRecordsyncIdIsRefused() {
        client.post(CONTACTS, ALICE);

        assertError(client.post(CONTACTS, ALICE.replace("Alice@", "b@")), 400, "VALIDATION_ERROR");
    }

    @Test
    void badPropertiesAreRefused() {
        assertThat(message(client.post(CONTACTS, "{\"properties\":{\"nope\":\"1\"}}")))
                .startsWith("Property values were not valid: [{\"isValid\":false")
                .contains("PROPERTY_DOESNT_EXIST");
        assertThat(message(client.post(CONTACTS, "{\"properties\":{\"email\":\"nope\"}}")))
                .contains("INVALID_EMAIL");
        assertThat(message(client.post(CONTACTS, "{\"properties\":{\"hs_object_id\":\"1\"}}")))
                .contains("READ_ONLY_VALUE");
        assertThat(client.post(CONTACTS, "{\"properties\":{\"email\":{}}}").status())
                .isEqualTo(400);
        assertThat(client.post(CONTACTS, "{").status()).isEqualTo(400);
    }

    @Test
    void aContactIsUpdatedAndReadByIdEmailOrRecordsyncId() {
        String id = idOf(client.post(CONTACTS, ALICE));

        client.patch(CONTACTS + "/" + id, "{\"properties\":{\"lastname\":\"Smith\"}}");
        client.patch(CONTACTS + "/r1?idProperty=recordsync_id", "{\"properties\":{\"phone\":\"1\"}}");
        client.patch(CONTACTS + "/alice%40example.com?idProperty=email", "{\"properties\":{\"firstname\":\"\"}}");

        JsonNode found = client.get(CONTACTS + "/r1?idProperty=recordsync_id&properties=lastname,phone,firstname")
                .json()
                .path("properties");
        assertThat(found.path("lastname").asString()).isEqualTo("Smith");
        assertThat(found.path("phone").asString()).isEqualTo("1");
        assertThat(found.path("firstname").isNull()).isTrue();
        assertThat(client.get("/crm/objects/2026-03/contacts/" + id + "/").status())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(client.get(CONTACTS + "/999").json().path("message").asString())
                .isEqualTo("resource not found");
        assertError(client.patch(CONTACTS + "/x?idProperty=recordsync_id", ALICE), 404, "OBJECT_NOT_FOUND");
        assertError(client.get(CONTACTS + "/x?idProperty=firstname"), 400, "VALIDATION_ERROR");
    }

    @Test
    void anArchiveAnswers204AndFreesTheEmail() {
        String id = idOf(client.post(CONTACTS, ALICE));

        assertThat(client.delete(CONTACTS + "/" + id).status()).isEqualTo(204);
        assertThat(client.delete(CONTACTS + "/" + id).status()).isEqualTo(204);
        assertThat(client.get(CONTACTS + "/" + id).status()).isEqualTo(404);
        assertThat(client.post(CONTACTS, ALICE).status()).isEqualTo(201);
        assertThat(org.hubspot().store().creates("r1")).isEqualTo(2);
    }

    @Test
    void aBatchUpsertCreatesAndUpdates() {
        client.post(CONTACTS, ALICE);

        Reply reply = batch("upsert", upsert("r1", "t1", "{\"firstname\":\"Al\"}"), upsert("r2", "t2", "{}"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asString()).isEqualTo("COMPLETE");
        assertThat(reply.json().path("results").path(0).path("new").asBoolean(true))
                .isFalse();
        assertThat(reply.json().path("results").path(1).path("new").asBoolean()).isTrue();
    }

    @Test
    void withTraceIdsABadInputFailsAlone() {
        String existing = idOf(client.post(CONTACTS, ALICE));

        Reply reply = batch(
                "upsert",
                upsert("r2", "t2", "{\"email\":\"alice@example.com\"}"),
                upsert("r3", "t3", "{\"email\":\"nope\"}"),
                upsert("r4", "t4", "{}"));

        assertThat(reply.status()).isEqualTo(207);
        assertThat(reply.json().path("numErrors").asInt()).isEqualTo(2);
        JsonNode conflict = reply.json().path("errors").path(0);
        assertThat(conflict.path("category").asString()).isEqualTo("CONFLICT");
        assertThat(conflict.at("/context/existingId/0").asString()).isEqualTo(existing);
        assertThat(conflict.at("/context/objectWriteTraceId/0").asString()).isEqualTo("t2");
        assertThat(reply.json().path("results")).hasSize(1);
    }

    @Test
    void withoutTraceIdsABadInputFailsTheWholeBatch() {
        Reply reply = batch("upsert", upsert("r2", "", "{}"), upsert("r3", "", "{\"email\":\"nope\"}"));

        assertError(reply, 400, "VALIDATION_ERROR");
        assertThat(org.hubspot().store().all()).isEmpty();
    }

    @Test
    void anUpsertByEmailIsNeverPartial() {
        String good =
                "{\"id\":\"a@example.com\",\"idProperty\":\"email\",\"objectWriteTraceId\":\"1\",\"properties\":{}}";
        String bad = good.replace("a@example.com", "nope").replace("\"1\"", "\"2\"");

        assertError(batch("upsert", good, bad), 400, "VALIDATION_ERROR");
        assertThat(org.hubspot().store().all()).isEmpty();
    }

    @Test
    void aBatchIsCreatedReadUpdatedAndArchived() {
        Reply created = batch(
                "create", "{\"properties\":{\"recordsync_id\":\"r1\"}}", "{\"properties\":{\"recordsync_id\":\"r2\"}}");
        String id = created.json().at("/results/0/id").asString();
        Reply updated = batch("update", "{\"id\":\"" + id + "\",\"properties\":{\"phone\":\"1\"}}");
        Reply read = client.post(
                CONTACTS + "/batch/read",
                "{\"idProperty\":\"recordsync_id\",\"properties\":[\"phone\"],"
                        + "\"inputs\":[{\"id\":\"r1\"},{\"id\":\"r9\"}]}");
        Reply archived = batch("archive", "{\"id\":\"" + id + "\"}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(updated.status()).isEqualTo(200);
        assertThat(read.status()).isEqualTo(207);
        assertThat(read.json().at("/results/0/properties/phone").asString()).isEqualTo("1");
        assertThat(read.json().at("/errors/0/context/ids/0").asString()).isEqualTo("r9");
        assertThat(archived.status()).isEqualTo(204);
        assertThat(org.hubspot().store().all()).hasSize(1);
    }

    @Test
    void aBatchOf100IsTheMostAndIdsMustDiffer() {
        String[] inputs = IntStream.range(0, 101)
                .mapToObj(i -> upsert("r" + i, "t" + i, "{}"))
                .toArray(String[]::new);

        assertError(batch("upsert", inputs), 400, "VALIDATION_ERROR");
        assertThat(batch("upsert", Arrays.copyOf(inputs, 100)).status()).isEqualTo(200);
        assertError(batch("upsert", inputs[0], inputs[0]), 400, "VALIDATION_ERROR");
    }

    @Test
    void aSearchFiltersSortsAndPages() {
        for (int i = 0; i < 3; i++) {
            batch("upsert", upsert("r" + i, "t", "{\"firstname\":\"N" + i + "\"}"));
            org.clock.advance(Duration.ofSeconds(1));
        }
        long since = org.clock.instant().minusSeconds(2).toEpochMilli();

        JsonNode page = search("lastmodifieddate", "GTE", String.valueOf(since), "\"limit\":1")
                .json();
        JsonNode next = search("lastmodifieddate", "GTE", String.valueOf(since), "\"limit\":1,\"after\":\"1\"")
                .json();

        assertThat(page.path("total").asInt()).isEqualTo(2);
        assertThat(page.at("/results/0/properties/firstname").asString()).isEqualTo("N1");
        assertThat(page.at("/paging/next/after").asString()).isEqualTo("1");
        assertThat(next.at("/results/0/properties/firstname").asString()).isEqualTo("N2");
        assertThat(next.has("paging")).isFalse();
        assertThat(search("firstname", "EQ", "n1", "\"limit\":10")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aSearchEndsAt10000AndHasItsOwnLimitWithoutHeaders() {
        assertError(search("firstname", "EQ", "x", "\"limit\":200,\"after\":\"9900\""), 400, "VALIDATION_ERROR");
        for (int i = 0; i < 4; i++) {
            assertThat(search("firstname", "EQ", "x", "\"limit\":1").header("X-HubSpot-RateLimit-Max"))
                    .isEmpty();
        }
        Reply refused = search("firstname", "EQ", "x", "\"limit\":1");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(message(refused)).isEqualTo("You have reached your secondly limit.");
        org.clock.advance(Duration.ofSeconds(1));
        assertThat(search("firstname", "EQ", "x", "\"limit\":1").status()).isEqualTo(200);
    }

    @Test
    void theTenSecondLimitIsExactAndSliding() {
        org.hubspot().plan(new AccountPlan(1_000, 3, 5));

        assertThat(client.get(CONTACTS).header("X-HubSpot-RateLimit-Remaining")).isEqualTo("2");
        org.clock.advance(Duration.ofSeconds(4));
        client.get(CONTACTS);
        assertThat(client.get(CONTACTS).header("X-HubSpot-RateLimit-Daily-Remaining"))
                .isEqualTo("997");
        org.clock.advance(Duration.ofMillis(5_999));
        Reply refused = client.get(CONTACTS);
        org.clock.advance(Duration.ofMillis(1));
        Reply accepted = client.get(CONTACTS);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("policyName").asString()).isEqualTo("TEN_SECONDLY_ROLLING");
        assertThat(message(refused)).isEqualTo("You have reached your ten_secondly_rolling limit.");
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(client.get(CONTACTS).status()).isEqualTo(429);
        assertThat(org.hubspot().counts().overQuota()).isEqualTo(2);
        assertThat(org.hubspot().counts().calls()).isEqualTo(6);
        assertThat(org.hubspot().counts().maxInTenSeconds()).isEqualTo(5);
    }

    @Test
    void theDailyLimitEndsAtMidnight() {
        org.hubspot().plan(new AccountPlan(1, 100, 5));

        client.get(CONTACTS);
        Reply refused = client.get(CONTACTS);
        org.clock.advance(Duration.ofHours(12));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("policyName").asString()).isEqualTo("DAILY");
        assertThat(message(refused)).isEqualTo("You have reached your daily limit.");
        assertThat(client.get(CONTACTS).status()).isEqualTo(200);
    }

    @Test
    void aListIsPagedById() {
        batch("upsert", upsert("r1", "1", "{}"), upsert("r2", "2", "{}"), upsert("r3", "3", "{}"));

        JsonNode page =
                client.get(CONTACTS + "?limit=2&properties=recordsync_id").json();
        JsonNode last = client.get(CONTACTS + "?limit=2&after="
                        + page.at("/paging/next/after").asString())
                .json();

        assertThat(page.path("results")).hasSize(2);
        assertThat(last.path("results")).hasSize(1);
        assertThat(last.has("paging")).isFalse();
    }

    @Test
    void withPlainCreatesASecondCreateMakesASecondRecord() {
        org.hubspot().plainCreates(true);

        assertThat(client.post(CONTACTS, ALICE).status()).isEqualTo(201);
        assertThat(client.post(CONTACTS, ALICE).status()).isEqualTo(201);
        assertError(batch("upsert", upsert("r1", "", "{}")), 400, "VALIDATION_ERROR");
        assertThat(org.hubspot().store().all()).hasSize(2);
    }

    private Reply search(String property, String operator, String value, String more) {
        return client.post(
                CONTACTS + "/search",
                "{\"filterGroups\":[{\"filters\":[{\"propertyName\":\"" + property + "\",\"operator\":\"" + operator
                        + "\",\"value\":\"" + value + "\"}]}],\"sorts\":[{\"propertyName\":\"lastmodifieddate\","
                        + "\"direction\":\"ASCENDING\"}]," + more + "}");
    }

    private Reply batch(String operation, String... inputs) {
        String body = Arrays.stream(inputs).collect(Collectors.joining(",", "{\"inputs\":[", "]}"));
        return client.post("/crm/objects/2026-03/contacts/batch/" + operation, body);
    }

    private static String upsert(String id, String traceId, String properties) {
        String trace = traceId.isEmpty() ? "" : "\"objectWriteTraceId\":\"" + traceId + "\",";
        return "{\"id\":\"" + id + "\",\"idProperty\":\"recordsync_id\"," + trace + "\"properties\":" + properties
                + "}";
    }

    private static String idOf(Reply reply) {
        return reply.json().path("id").asString();
    }

    private static String message(Reply reply) {
        return reply.json().path("message").asString();
    }

    private static void assertError(Reply reply, int status, String category) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("category").asString()).isEqualTo(category);
        assertThat(reply.json().path("correlationId").asString()).isNotEmpty();
    }
}
