package io.recordsync.simulator.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.quota.AccountPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ServiceNowApiTest extends ServiceNowFixture {

    private static final String ANN = "{'first_name':'Ann','email':'Ann@example.com','u_recordsync_id':'r1'}";

    @Test
    void aStrangerIsRefused() {
        Reply reply = call("GET", CONTACTS, null, "Basic eDp5");

        assertError(reply, 401, "User Not Authenticated");
        assertThat(reply.header("WWW-Authenticate")).startsWith("BASIC");
    }

    @Test
    void aTokenIsGivenByEachGrantAndTheSameOneAgainUntilItExpires() {
        Reply first = token(
                "grant_type",
                "client_credentials",
                "client_id",
                "recordsync-client",
                "client_secret",
                "recordsync-client-secret");
        String token = first.json().path("access_token").asString();
        Reply second = token(
                "grant_type", "password",
                "client_id", "recordsync-client",
                "client_secret", "recordsync-client-secret",
                "username", "recordsync",
                "password", "recordsync-password");

        assertThat(first.json().path("expires_in").asInt()).isEqualTo(1799);
        assertThat(second.json().path("access_token").asString()).isEqualTo(token);
        assertThat(call("GET", CONTACTS, null, "Bearer " + token).status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(31));
        assertError(call("GET", CONTACTS, null, "Bearer " + token), 401, "User Not Authenticated");
        Reply third = token(
                "grant_type", "refresh_token",
                "client_id", "recordsync-client",
                "client_secret", "recordsync-client-secret",
                "refresh_token", first.json().path("refresh_token").asString());
        assertThat(third.json().path("access_token").asString()).isNotEmpty().isNotEqualTo(token);
    }

    @Test
    void aWrongClientIsDeniedAsServiceNowDeniesIt() {
        Reply reply =
                token("grant_type", "client_credentials", "client_id", "recordsync-client", "client_secret", "no");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).contains("access_denied");
    }

    @Test
    void aCreateAnswers201WithTheRecordAndItsAddress() {
        Reply reply = post(CONTACTS, ANN);

        JsonNode result = reply.json().path("result");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(result.path("sys_id").asString()).matches("[0-9a-f]{32}");
        assertThat(result.path("sys_updated_on").asString()).isEqualTo("2026-03-01 12:00:00");
        assertThat(result.path("last_name").asString()).isEmpty();
        assertThat(reply.header("Location")).endsWith(result.path("sys_id").asString());
    }

    @Test
    void aRecordIsReadUpdatedAndDeleted() {
        String address = CONTACTS + "/" + create(ANN);

        assertThat(call("PATCH", address, "{'first_name':'Bea','phone':5,'email':null}")
                        .status())
                .isEqualTo(200);
        JsonNode read = get("/api/now/v2/table/customer_contact/" + address.substring(CONTACTS.length() + 1) + "/")
                .json()
                .path("result");
        assertThat(read.path("first_name").asString()).isEqualTo("Bea");
        assertThat(read.path("phone").asString()).isEqualTo("5");
        assertThat(read.path("email").asString()).isEmpty();
        assertThat(call("DELETE", address, null).status()).isEqualTo(204);
        assertError(call("DELETE", address, null), 404, "No Record found");
        assertError(call("PATCH", address, "{}"), 404, "No Record found");
    }

    @Test
    void whatAnInstanceRefusesHasItsAnswer() {
        create(ANN);

        assertError(post(CONTACTS, ANN), 403, "Operation Failed");
        assertError(post(CONTACTS, "{'email':'nope'}"), 403, "Operation Failed");
        assertError(post("/api/now/table/customer_account", "{'phone':'1'}"), 403, "Operation Failed");
        assertError(post("/api/now/table/nope", "{}"), 400, "Invalid table nope");
        assertError(post(CONTACTS, "{"), 400, "Exception while reading request");
        assertError(call("PUT", CONTACTS, "{}"), 405, "Method not supported");
        assertThat(get("/api/now/other").status()).isEqualTo(400);
    }

    @Test
    void anUnknownColumnIsPassedOverInSilence() {
        assertThat(post(CONTACTS, "{'frist_name':'Ann'}").status()).isEqualTo(201);
    }

    @Test
    void thePagesOfAListCarryTheirTotalAndLinks() {
        IntStream.range(0, 5).forEach(i -> create("{'first_name':'n" + i + "'}"));

        Reply page = get(CONTACTS + "?sysparm_query=ORDERBYfirst_name&sysparm_limit=2&sysparm_offset=2");

        assertThat(values(page, "first_name")).containsExactly("n2", "n3");
        assertThat(page.header("X-Total-Count")).isEqualTo("5");
        assertThat(page.header("Link")).contains("sysparm_offset=4>;rel=\"next\"", "rel=\"prev\"", "rel=\"last\"");
    }

    @Test
    void aPageIsCutBeforeAccessRulesHideRecords() {
        create("{'first_name':'a','u_confidential':true}");
        create("{'first_name':'b'}");

        Reply page = get(CONTACTS + "?sysparm_query=ORDERBYfirst_name&sysparm_limit=1");

        assertThat(values(page, "first_name")).isEmpty();
        assertThat(page.header("X-Total-Count")).isEqualTo("2");
    }

    @Test
    void anEmptyListIsAnErrorInTheFirstVersionAlone() {
        assertThat(get(CONTACTS).text()).isEqualTo("{\"result\":[]}");
        assertError(get("/api/now/v1/table/customer_contact"), 404, "No Record found");
    }

    @Test
    void valuesComeInEachForm() {
        String account = post("/api/now/table/customer_account", "{'name':'Acme'}")
                .json()
                .path("result")
                .path("sys_id")
                .asString();
        create("{'account':'" + account + "'}");

        String fields = CONTACTS + "?sysparm_fields=account,account.name,nope";
        assertThat(get(fields)
                        .json()
                        .path("result")
                        .path(0)
                        .path("account")
                        .path("link")
                        .asString())
                .endsWith("/api/now/table/customer_account/" + account);
        assertThat(get(fields + "&sysparm_exclude_reference_link=true&sysparm_display_value=all")
                        .json()
                        .path("result")
                        .path(0)
                        .toString())
                .isEqualTo("{\"account\":{\"display_value\":\"Acme\",\"value\":\"" + account
                        + "\"},\"account.name\":{\"display_value\":\"Acme\",\"value\":\"Acme\"}}");
        assertThat(values(get(fields + "&sysparm_exclude_reference_link=true&sysparm_display_value=true"), "account"))
                .containsExactly("Acme");
    }

    @Test
    void aTableHoldsTheRecordsOfThoseThatExtendIt() {
        create(ANN);

        assertThat(values(query("sys_user", "first_name=ann"), "sys_class_name"))
                .containsExactly("customer_contact");
    }

    @Test
    void deletesAndColumnsAreTablesToo() {
        String id = create(ANN);
        call("DELETE", CONTACTS + "/" + id, null);

        assertThat(values(query("sys_audit_delete", "tablename=customer_contact"), "documentkey"))
                .containsExactly(id);
        assertThat(values(query("sys_dictionary", "name=customer_contact"), "element"))
                .contains("account", "u_recordsync_id")
                .doesNotContain("email");
        assertThat(values(
                        get("/api/now/table/sys_db_object?sysparm_query=name%3Dcustomer_contact"
                                + "&sysparm_fields=super_class.name"),
                        "super_class.name"))
                .containsExactly("sys_user");
        assertError(post("/api/now/table/sys_audit_delete", "{}"), 403, "Operation Failed");
    }

    @Test
    void aBatchSettlesEachItemAndNamesThoseThatItDidNotComeTo() {
        String items = IntStream.range(0, 102)
                .mapToObj(i -> item(i, "POST", "/api/now/table/customer_contact", "{'first_name':'n" + i + "'}"))
                .collect(Collectors.joining(","));

        JsonNode answer = post("/api/now/v1/batch", "{'batch_request_id':7,'rest_requests':[" + items + "]}")
                .json();

        assertThat(answer.path("batch_request_id").asString()).isEqualTo("7");
        assertThat(answer.path("serviced_requests")).hasSize(100);
        assertThat(answer.path("serviced_requests").path(3).path("status_code").asInt())
                .isEqualTo(201);
        assertThat(decoded(answer.path("serviced_requests").path(3))).contains("\"n3\"");
        assertThat(answer.path("unserviced_requests").toString()).isEqualTo("[\"100\",\"101\"]");
    }

    @Test
    void anItemOfABatchFailsAlone() {
        String items = item(1, "GET", "/api/now/table/customer_contact?sysparm_query=email%3Da%2Bb", "") + ","
                + item(2, "DELETE", "/api/now/table/customer_contact/nope", "") + ","
                + item(3, "GET", "/api/now/v1/batch", "");

        JsonNode answer =
                post("/api/now/v1/batch", "{'rest_requests':[" + items + "]}").json();

        assertThat(answer.path("serviced_requests")
                        .valueStream()
                        .map(item -> item.path("status_code").asInt()))
                .containsExactly(200, 404, 405);
    }

    @Test
    void aRateRuleCountsTheHour() {
        simulator.plan(new AccountPlan(AccountPlan.UNLIMITED.perDay(), 2, 0));

        assertThat(get(CONTACTS).header("X-RateLimit-Limit")).isEqualTo("2");
        clock.advance(Duration.ofMinutes(10));
        get(CONTACTS);
        Reply refused = get(CONTACTS);
        assertError(refused, 429, "Rate limit exceeded");
        assertThat(refused.header("Retry-After")).isEqualTo("3000");
        assertThat(refused.header("X-RateLimit-Rule")).isNotEmpty();
        clock.advance(Duration.ofMinutes(50));
        assertThat(get(CONTACTS).status()).isEqualTo(200);
    }

    @Test
    void anInstanceWithoutRulesTellsOfNone() {
        assertThat(get(CONTACTS).header("X-RateLimit-Limit")).isEmpty();
    }

    private static String item(int id, String method, String url, String body) {
        String encoded =
                Base64.getEncoder().encodeToString(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, """
                {'id':'%d','method':'%s','url':'%s','body':'%s','exclude_response_headers':true,
                 'headers':[{'name':'Content-Type','value':'application/json'},
                            {'name':'Accept','value':'application/json'}]}
                """, id, method, url, encoded);
    }

    private static String decoded(JsonNode item) {
        return new String(Base64.getDecoder().decode(item.path("body").asString()), StandardCharsets.UTF_8);
    }

    private static void assertError(Reply reply, int status, String message) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error").path("message").asString()).isEqualTo(message);
        assertThat(reply.json().path("status").asString()).isEqualTo("failure");
    }
}
