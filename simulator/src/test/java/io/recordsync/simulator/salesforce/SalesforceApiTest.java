package io.recordsync.simulator.salesforce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.SimulatedOrg;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.quota.AccountPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SalesforceApiTest {

    private static final String DATA = "/services/data/v66.0";
    private static final String CONTACT = DATA + "/sobjects/Contact";
    private static final String BY_RECORD = CONTACT + "/RecordsyncId__c/";
    private static final String UPSERTS = DATA + "/composite/sobjects/Contact/RecordsyncId__c";
    private static final String ALICE = "{\"FirstName\":\"Alice\",\"LastName\":\"Smith\",\"Email\":\"a@example.com\"}";

    private final SimulatedOrg org = new SimulatedOrg();
    private final TestClient client = org.salesforceClient();

    @AfterEach
    void stop() {
        org.close();
    }

    @Test
    void clientCredentialsInAFormGiveATokenWithAllItsFields() {
        JsonNode token = TestClient.to(org.salesforce().baseUrl())
                .post(
                        "/services/oauth2/token",
                        SimulatedOrg.login("recordsync-secret").build())
                .json();

        assertThat(token.propertyNames())
                .contains("access_token", "signature", "token_format", "instance_url", "id", "token_type", "issued_at")
                .doesNotContain("expires_in");
        assertThat(token.path("instance_url").asString())
                .isEqualTo(org.salesforce().baseUrl());
    }

    @Test
    void clientCredentialsInHttpBasicGiveATokenToo() {
        String basic = Base64.getEncoder().encodeToString("recordsync-client:recordsync-secret".getBytes(UTF_8));
        RequestBody form =
                new FormBody.Builder().add("grant_type", "client_credentials").build();

        Reply reply =
                TestClient.to(org.salesforce().baseUrl()).with("Basic " + basic).post("/services/oauth2/token", form);

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void anOldSecretIsRefusedAndTokensGivenBeforeStayValid() {
        org.salesforce().rotateSecret("new");

        Reply refused = TestClient.to(org.salesforce().baseUrl())
                .post(
                        "/services/oauth2/token",
                        SimulatedOrg.login("recordsync-secret").build());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").asString()).isEqualTo("invalid_client");
        assertThat(client.patch(BY_RECORD + "r1", ALICE).status()).isEqualTo(201);
    }

    @Test
    void anExpiredTokenGetsInvalidSessionId() {
        org.clock.advance(Duration.ofHours(3));

        Reply reply = client.get(BY_RECORD + "r1");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text())
                .isEqualTo("[{\"message\":\"Session expired or invalid\",\"errorCode\":\"INVALID_SESSION_ID\"}]");
        assertThat(org.salesforce().counts().unauthorized()).isEqualTo(1);
    }

    @Test
    void anUpsertCreatesThenUpdates() {
        Reply created = client.patch(BY_RECORD + "r1", ALICE);
        Reply updated = client.patch(BY_RECORD + "r1", "{\"Phone\":\"+12025550123\"}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("created").asBoolean()).isTrue();
        assertThat(created.json().path("id").asString()).startsWith("003").hasSize(18);
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.json().path("created").asBoolean()).isFalse();
        assertThat(updated.json().path("id")).isEqualTo(created.json().path("id"));
    }

    @Test
    void upToVersion45AnUpdatingUpsertHasNoBody() {
        String old = "/services/data/v45.0/sobjects/Contact/RecordsyncId__c/r1";
        client.patch(old, ALICE);

        assertThat(client.patch(old, ALICE).status()).isEqualTo(204);
    }

    @Test
    void updateOnlyDoesNotCreate() {
        assertThat(client.patch(BY_RECORD + "r1?updateOnly=true", ALICE).status())
                .isEqualTo(404);
    }

    @Test
    void encodedIdsTrailingSlashesAndChunkedBodiesAreAccepted() {
        RequestBody chunked = new RequestBody() {
            @Override
            public MediaType contentType() {
                return MediaType.get("application/json");
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.writeUtf8(ALICE);
            }
        };

        assertThat(client.call("PATCH", BY_RECORD + "a%2Fb%20c+d/", chunked).status())
                .isEqualTo(201);
        assertThat(org.salesforce().store().journal().getFirst().externalId()).isEqualTo("a/b c+d");
    }

    @Test
    void aRecordIsReadUpdatedAndDeletedById() {
        String id = client.patch(BY_RECORD + "r1", ALICE).json().path("id").asString();

        assertThat(client.patch(CONTACT + "/" + id, "{\"FirstName\":null}").status())
                .isEqualTo(204);
        JsonNode found = client.get(CONTACT + "/" + id).json();
        assertThat(found.path("FirstName").isNull()).isTrue();
        assertThat(found.path("SystemModstamp").asString()).isEqualTo("2026-03-01T12:00:00.000+0000");
        assertThat(client.get(CONTACT + "/" + id.substring(0, 15)).status()).isEqualTo(200);
        assertThat(client.delete(CONTACT + "/" + id).status()).isEqualTo(204);
        assertError(client.delete(CONTACT + "/" + id), 404, "NOT_FOUND");
        assertError(client.patch(CONTACT + "/" + id, ALICE), 404, "ENTITY_IS_DELETED");
    }

    @Test
    void aRecordIsReadAndDeletedByExternalId() {
        client.patch(BY_RECORD + "r1", ALICE);

        assertThat(client.get(BY_RECORD + "r1?fields=Id,LastName")
                        .json()
                        .path("LastName")
                        .asString())
                .isEqualTo("Smith");
        assertThat(client.delete(BY_RECORD + "r1").status()).isEqualTo(204);
        assertError(client.delete(BY_RECORD + "r1"), 404, "NOT_FOUND");
        assertError(client.get(BY_RECORD + "r1"), 404, "NOT_FOUND");
    }

    @Test
    void badFieldsAreRefusedEachWithItsCode() {
        assertError(client.patch(BY_RECORD + "r1", "{\"FirstName\":\"A\"}"), 400, "REQUIRED_FIELD_MISSING");
        assertError(client.patch(BY_RECORD + "r1", "{\"LastName\":\"A\",\"Nope\":\"1\"}"), 400, "INVALID_FIELD");
        assertError(
                client.patch(BY_RECORD + "r1", "{\"LastName\":\"A\",\"Email\":\"a@b\"}"), 400, "INVALID_EMAIL_ADDRESS");
        assertError(
                client.patch(BY_RECORD + "r1", "{\"LastName\":\"" + "x".repeat(81) + "\"}"), 400, "STRING_TOO_LONG");
        assertError(client.patch(BY_RECORD + "r1", "{\"LastName\":"), 400, "JSON_PARSER_ERROR");
        assertError(client.patch(CONTACT + "/Nope__c/r1", ALICE), 404, "NOT_FOUND");
    }

    @Test
    void theDuplicateRuleBlocksASecondContactWithTheSameEmail() {
        client.patch(BY_RECORD + "r1", ALICE);

        Reply second = client.patch(BY_RECORD + "r2", ALICE.replace("a@", "A@"));

        assertError(second, 400, "DUPLICATES_DETECTED");
        assertThat(org.salesforce().store().all("Contact")).hasSize(1);
    }

    @Test
    void aCollectionAnswersEachRowInOrder() {
        client.patch(BY_RECORD + "r0", ALICE);
        String rows = rows(
                "{\"RecordsyncId__c\":\"r1\",\"LastName\":\"One\"}",
                "{\"RecordsyncId__c\":\"r2\",\"LastName\":\"Two\",\"Email\":\"a@example.com\"}",
                "{\"RecordsyncId__c\":\"r0\",\"LastName\":\"Zero\"}",
                "{\"RecordsyncId__c\":\"r1\",\"LastName\":\"Again\"}");

        Reply reply = client.patch(UPSERTS, rows);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path(0).path("created").asBoolean()).isTrue();
        assertThat(reply.json().path(1).toString())
                .isEqualTo("{\"success\":false,\"errors\":[{\"statusCode\":\"DUPLICATES_DETECTED\","
                        + "\"message\":\"Use one of these records?\",\"fields\":[]}]}");
        assertThat(reply.json().path(2).path("created").asBoolean(true)).isFalse();
        assertThat(rowCode(reply, 3)).isEqualTo("DUPLICATE_VALUE");
    }

    @Test
    void allOrNoneWritesNothingWhereOneRowIsBad() {
        String rows = rows("{\"RecordsyncId__c\":\"r1\",\"LastName\":\"One\"}", "{\"RecordsyncId__c\":\"r2\"}")
                .replace("false", "true");

        Reply reply = client.patch(UPSERTS, rows);

        assertThat(rowCode(reply, 0)).isEqualTo("ALL_OR_NONE_OPERATION_ROLLED_BACK");
        assertThat(rowCode(reply, 1)).isEqualTo("REQUIRED_FIELD_MISSING");
        assertThat(org.salesforce().store().all()).isEmpty();
    }

    @Test
    void aCollectionOf200IsTheMost() {
        String[] rows = IntStream.range(0, 201)
                .mapToObj(i -> "{\"RecordsyncId__c\":\"r" + i + "\",\"LastName\":\"N\"}")
                .toArray(String[]::new);

        assertThat(client.patch(UPSERTS, rows(rows)).status()).isEqualTo(400);
        assertThat(client.patch(UPSERTS, rows(Arrays.copyOf(rows, 200))).json()).hasSize(200);
    }

    @Test
    void aCollectionIsDeletedByIds() {
        String id = client.patch(BY_RECORD + "r1", ALICE).json().path("id").asString();
        client.delete(CONTACT + "/" + id);
        String other = client.patch(BY_RECORD + "r2", ALICE).json().path("id").asString();

        Reply reply = client.delete(DATA + "/composite/sobjects?ids=" + id + "," + other + ",003nope&allOrNone=false");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(rowCode(reply, 0)).isEqualTo("ENTITY_IS_DELETED");
        assertThat(reply.json().path(1).path("success").asBoolean()).isTrue();
        assertThat(rowCode(reply, 2)).isEqualTo("INVALID_CROSS_REFERENCE_KEY");
    }

    @Test
    void collectionsAreCreatedAndUpdatedByIdToo() {
        String create = "{\"records\":[{\"attributes\":{\"type\":\"Contact\"},\"LastName\":\"One\"}]}";
        String id = client.post(DATA + "/composite/sobjects", create)
                .json()
                .path(0)
                .path("id")
                .asString();
        String update = "{\"records\":[{\"attributes\":{\"type\":\"Contact\"},\"id\":\"" + id
                + "\",\"LastName\":\"Two\",\"RecordsyncId__c\":\"r1\"}]}";

        client.patch(DATA + "/composite/sobjects", update);

        assertThat(client.get(BY_RECORD + "r1").json().path("LastName").asString())
                .isEqualTo("Two");
    }

    @Test
    void aQueryFindsByEqualityAndByList() {
        client.patch(BY_RECORD + "r1", ALICE);
        client.patch(BY_RECORD + "r2", "{\"LastName\":\"O'Hara\",\"Email\":\"o@example.com\"}");

        assertThat(query("SELECT Id FROM Contact WHERE Email = 'A@example.com' AND LastName = 'Smith'"))
                .hasSize(1);
        assertThat(query("SELECT Id FROM Contact WHERE LastName = 'O\\'Hara'")).hasSize(1);
        assertThat(query("select Id, RecordsyncId__c from Contact where RecordsyncId__c in ('r1','r2','R1')"))
                .hasSize(2);
    }

    @Test
    void aDeltaQueryIsPagedInOrder() {
        org.salesforce().plan(AccountPlan.UNLIMITED);
        for (int chunk = 0; chunk < 2; chunk++) {
            int from = chunk * 200;
            client.patch(
                    UPSERTS,
                    rows(IntStream.range(from, from + 200)
                            .mapToObj(i -> "{\"RecordsyncId__c\":\"r" + i + "\",\"LastName\":\"N\"}")
                            .toArray(String[]::new)));
            org.clock.advance(Duration.ofSeconds(1));
        }
        String soql = "SELECT Id FROM Contact WHERE SystemModstamp > 2026-03-01T11:00:00Z ORDER BY SystemModstamp, Id";

        JsonNode first = pageOf200(DATA + "/query?q=" + soql);
        JsonNode last = client.get(first.path("nextRecordsUrl").asString()).json();

        assertThat(first.path("totalSize").asInt()).isEqualTo(400);
        assertThat(first.path("done").asBoolean()).isFalse();
        assertThat(first.path("records")).hasSize(200);
        assertThat(last.path("done").asBoolean()).isTrue();
        assertThat(last.path("records")).hasSize(200);
        assertThat(query("SELECT Id FROM Contact WHERE SystemModstamp > 2026-03-01T12:00:00Z"))
                .hasSize(200);
    }

    @Test
    void aBrokenQueryIsRefused() {
        assertError(client.get(DATA + "/query?q=SELECT Id FORM Contact"), 400, "MALFORMED_QUERY");
        assertError(client.get(DATA + "/query?q=SELECT Nope FROM Contact"), 400, "INVALID_FIELD");
        assertError(client.get(DATA + "/query?q=SELECT Id FROM Nope"), 400, "INVALID_TYPE");
    }

    @Test
    void theDailyLimitIsExactOver24HoursAndToldInEveryReply() {
        org.salesforce().plan(AccountPlan.salesforce(2));

        assertThat(client.patch(BY_RECORD + "r1", ALICE).header("Sforce-Limit-Info"))
                .isEqualTo("api-usage=1/2");
        org.clock.advance(Duration.ofHours(1));
        assertThat(client.get(BY_RECORD + "r1").header("Sforce-Limit-Info")).isEqualTo("api-usage=2/2");
        Reply refused = client.get(BY_RECORD + "r1");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text())
                .isEqualTo(
                        "[{\"message\":\"TotalRequests Limit exceeded.\",\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\"}]");
        org.clock.advance(Duration.ofHours(23));
        TestClient again = org.salesforceClient();
        assertThat(again.get(BY_RECORD + "r1").status()).isEqualTo(200);
        assertError(again.get(BY_RECORD + "r1"), 403, "REQUEST_LIMIT_EXCEEDED");
        assertThat(org.salesforce().counts().overQuota()).isEqualTo(2);
    }

    @Test
    void withPlainCreatesASecondCreateMakesASecondRecord() {
        org.salesforce().plainCreates(true);

        assertThat(client.post(CONTACT, ALICE).status()).isEqualTo(201);
        assertThat(client.post(CONTACT, ALICE).status()).isEqualTo(201);
        assertError(client.patch(BY_RECORD + "r1", ALICE), 404, "NOT_FOUND");
        assertThat(org.salesforce().store().createsWithEmail("a@example.com")).isEqualTo(2);
    }

    private JsonNode query(String soql) {
        return client.get(DATA + "/query?q=" + soql).json().path("records");
    }

    private JsonNode pageOf200(String path) {
        String token = client.authorization();
        Request request = new Request.Builder()
                .url(org.salesforce().baseUrl() + path)
                .header("Authorization", token)
                .header("Sforce-Query-Options", "batchSize=200")
                .build();
        return client.call(request).json();
    }

    private static String rows(String... rows) {
        return Arrays.stream(rows).collect(Collectors.joining(",", "{\"allOrNone\":false,\"records\":[", "]}"));
    }

    private static @Nullable String rowCode(Reply reply, int row) {
        return reply.json().path(row).path("errors").path(0).path("statusCode").asString(null);
    }

    private static void assertError(Reply reply, int status, String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path(0).path("errorCode").asString()).isEqualTo(code);
    }
}
