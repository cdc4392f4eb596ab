package io.recordsync.simulator.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.FakeClock;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PipedriveApiTest {

    private static final String PERSONS = "/api/v2/persons";
    private static final String ANN = "{'name':'Ann Marie Lee','emails':[{'value':'Ann@example.com','primary':true}]}";

    private final FakeClock clock = new FakeClock();
    private final Simulators simulators = Simulators.start(
            SimulatorsOptions.of(List.of("pipedrive")).onFreePorts().withClock(clock));
    private final Simulator pipedrive = simulators.of("pipedrive");
    private final TestClient client = TestClient.to(pipedrive.baseUrl());
    private String token = PipedriveSystem.TOKEN;

    @AfterEach
    void stop() {
        simulators.close();
    }

    @Test
    void aWrongTokenIsRefusedByTheGateway() {
        token = "other";

        Reply reply = get(PERSONS);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().path("errorCode").asInt()).isEqualTo(401);
        pipedrive.rotateSecret("other");
        assertThat(get(PERSONS).status()).isEqualTo(200);
    }

    @Test
    void aPersonIsCreatedWithItsNamesTakenApartAndTimesInWholeSeconds() {
        Reply reply = post(PERSONS, ANN);

        assertThat(reply.status()).isEqualTo(200);
        JsonNode person = reply.json().path("data");
        assertThat(person.path("first_name").asString()).isEqualTo("Ann");
        assertThat(person.path("last_name").asString()).isEqualTo("Marie Lee");
        assertThat(person.path("emails").path(0).path("value").asString()).isEqualTo("Ann@example.com");
        assertThat(person.path("update_time").asString()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(pipedrive.store().all("persons").getFirst().field("email")).isEqualTo("Ann@example.com");
    }

    @Test
    void nothingIsUnique() {
        post(PERSONS, ANN);
        post(PERSONS, ANN);

        assertThat(get(PERSONS).json().path("data")).hasSize(2);
    }

    @Test
    void allAddressesOfAPersonAreKeptAndTheFirstMarkedOneIsPrimary() {
        long id = id(post(
                PERSONS,
                "{'name':'A','emails':[{'value':'a@x.org','label':'home'},{'value':'b@x.org','primary':true}]}"));

        JsonNode emails = get(PERSONS + "/" + id).json().path("data").path("emails");
        assertThat(emails.path(0).path("label").asString()).isEqualTo("home");
        assertThat(emails.path(0).path("primary").asBoolean(true)).isFalse();
        assertThat(emails.path(1).path("primary").asBoolean(false)).isTrue();
        assertThat(pipedrive.store().all("persons").getFirst().field("email")).isEqualTo("b@x.org");

        patch(PERSONS + "/" + id, "{'emails':[]}");
        assertThat(get(PERSONS + "/" + id).json().path("data").path("emails")).isEmpty();
    }

    @Test
    void customFieldsGoByTheirKeysAndNullClearsThem() {
        String key = key("personFields", "Contact type");
        long id = id(post(PERSONS, "{'name':'A','custom_fields':{'" + key + "':'lead'}}"));

        assertThat(custom(get(PERSONS + "/" + id), key).asString()).isEqualTo("lead");
        patch(PERSONS + "/" + id, "{'custom_fields':{'" + key + "':null}}");
        assertThat(custom(get(PERSONS + "/" + id), key).isNull()).isTrue();
        assertThat(key).matches("[0-9a-f]{40}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'name':''}",
                "{'name':1}",
                "{'name':'A','nope':'1'}",
                "{'name':'A','email':'a@x.org'}",
                "{'name':'A','emails':'a@x.org'}",
                "{'name':'A','emails':[{'value':'no address'}]}",
                "{'name':'A','org_id':'1'}",
                "{'name':'A','custom_fields':{'nope':'1'}}",
                "[]",
                "{"
            })
    void aBadBodyIsRefused(String body) {
        Reply reply = post(PERSONS, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("success").asBoolean(true)).isFalse();
        assertThat(pipedrive.store().all()).isEmpty();
    }

    @Test
    void fieldsOfContactSyncAreForbiddenWithoutIt() {
        assertThat(post(PERSONS, "{'name':'A','job_title':'x'}").status()).isEqualTo(403);
    }

    @Test
    void aDeletedPersonIsGoneAndADeletedDealIsListed() {
        long person = id(post(PERSONS, ANN));
        long deal = id(post("/api/v2/deals", "{'title':'Roof','value':12.5}"));

        assertThat(delete(PERSONS + "/" + person).json().path("data").path("id").asLong())
                .isEqualTo(person);
        delete("/api/v2/deals/" + deal);

        assertThat(delete(PERSONS + "/" + person).status()).isEqualTo(404);
        assertThat(get(PERSONS + "/" + person).status()).isEqualTo(404);
        JsonNode deleted =
                get("/api/v2/deals?status=deleted").json().path("data").path(0);
        assertThat(deleted.path("id").asLong()).isEqualTo(deal);
        assertThat(deleted.path("is_deleted").asBoolean(false)).isTrue();
        assertThat(get("/api/v2/deals").json().path("data")).isEmpty();
    }

    @Test
    void anArchivedDealIsListedAmongTheArchivedOnesAlone() {
        long open = id(post("/api/v2/deals", "{'title':'Roof'}"));
        long archived = id(post("/api/v2/deals", "{'title':'Wall','is_archived':true}"));

        JsonNode deals = get("/api/v2/deals").json().path("data");
        JsonNode among = get("/api/v2/deals/archived?ids=" + open + "," + archived)
                .json()
                .path("data");

        assertThat(deals).hasSize(1);
        assertThat(deals.path(0).path("id").asLong()).isEqualTo(open);
        assertThat(deals.path(0).path("is_archived").asBoolean(true)).isFalse();
        assertThat(among).hasSize(1);
        assertThat(among.path(0).path("id").asLong()).isEqualTo(archived);
        assertThat(among.path(0).path("is_archived").asBoolean(false)).isTrue();
    }

    @Test
    void aListSinceATimeHoldsThatSecondToo() {
        post(PERSONS, ANN);
        clock.advance(Duration.ofMillis(5_500));
        long second = id(post(PERSONS, ANN));

        JsonNode found =
                get(PERSONS + "?updated_since=2026-03-01T12:00:05Z").json().path("data");

        assertThat(found).hasSize(1);
        assertThat(found.path(0).path("id").asLong()).isEqualTo(second);
        assertThat(get(PERSONS + "?updated_until=2026-03-01T12:00:05Z").json().path("data"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "updated_since=2026-03-01T12:00:00.5Z",
                "updated_since=yesterday",
                "limit=501",
                "limit=0",
                "sort_by=name",
                "cursor=%7B",
                "cursor=bm8"
            })
    void aBadParameterIsRefused(String parameter) {
        assertThat(get(PERSONS + "?" + parameter).json().path("code").asString())
                .isEqualTo("ERR_SCHEMA_VALIDATION_FAILED");
    }

    @Test
    void aPageBorderInOneSecondPassesNothingOver() {
        for (int i = 0; i < 7; i++) {
            post(PERSONS, ANN);
        }
        List<Long> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    get(PERSONS + "?sort_by=update_time&limit=3" + cursor).json();
            page.path("data").forEach(person -> seen.add(person.path("id").asLong()));
            cursor = page.path("additional_data")
                    .path("next_cursor")
                    .asStringOpt()
                    .map(next -> "&cursor=" + next)
                    .orElse("");
        } while (!cursor.isEmpty());

        assertThat(seen).doesNotHaveDuplicates().hasSize(7);
    }

    @ParameterizedTest
    @CsvSource({
        "term=ANN@EXAMPLE.COM&fields=email&exact_match=true, 1",
        "term=nn@ex&fields=email, 1",
        "term=nn@ex&fields=email&exact_match=true, 0",
        "term=LEAD&fields=custom_fields&exact_match=true, 1",
        "term=lead&fields=name&exact_match=true, 0"
    })
    void aSearchTakesNoNoticeOfCaseNorOfWhichCustomFieldItIs(String query, int found) {
        String key = key("personFields", "Contact type");
        post(PERSONS, ANN.replace("{'name'", "{'custom_fields':{'" + key + "':'lead'},'name'"));

        assertThat(get(PERSONS + "/search?" + query).json().path("data").path("items"))
                .hasSize(found);
    }

    @Test
    void eachCallHasItsPriceInTokens() {
        long id = id(post(PERSONS, ANN)); // 5
        get(PERSONS + "/" + id); // 1
        get(PERSONS); // 10
        get("/api/v2/personFields"); // 10
        get(PERSONS + "/search?term=ann"); // 20
        patch(PERSONS + "/" + id, "{'name':'B'}"); // 5
        delete(PERSONS + "/" + id); // 3

        assertThat(pipedrive.counts().usedToday()).isEqualTo(54);
        assertThat(pipedrive.counts().searches()).isEqualTo(1);
    }

    @Test
    void aSpentDayIsOverAtMidnight() {
        pipedrive.plan(new AccountPlan(12, 20, 10));
        get(PERSONS);

        Reply spent = post(PERSONS, ANN);

        assertThat(spent.status()).isEqualTo(429);
        assertThat(spent.header("x-daily-ratelimit-token-remaining")).isEqualTo("2");
        clock.advance(Duration.ofHours(12));
        assertThat(post(PERSONS, ANN).status()).isEqualTo(200);
    }

    @Test
    void aBurstIsOverAfterTwoSecondsAndSearchesHaveAWindowOfTheirOwn() {
        pipedrive.plan(new AccountPlan(30_000, 2, 1));
        get(PERSONS);
        assertThat(get(PERSONS).header("x-ratelimit-remaining")).isEqualTo("0");

        assertThat(get(PERSONS).status()).isEqualTo(429);
        assertThat(get(PERSONS + "/search?term=ann").status()).isEqualTo(200);
        assertThat(get(PERSONS + "/search?term=ann").status()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(2));
        assertThat(get(PERSONS).status()).isEqualTo(200);
    }

    @Test
    void whoTakesNoNoticeOfTheLimitMeetsTheEdge() {
        pipedrive.plan(new AccountPlan(30_000, 0, 0));
        for (int i = 0; i < 10; i++) {
            assertThat(get(PERSONS).status()).isEqualTo(429);
        }

        Reply edge = get(PERSONS);

        assertThat(edge.status()).isEqualTo(403);
        assertThat(edge.text()).startsWith("<html>");
    }

    @Test
    void anInjectedLimitTellsItsSeconds() {
        pipedrive.faults().queue(new Fault.LimitError(Duration.ofSeconds(7)));

        Reply reply = get(PERSONS);

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("x-ratelimit-reset")).isEqualTo("7");
        assertThat(reply.header("x-ratelimit-remaining")).isEqualTo("0");
    }

    @Test
    void aRefusedRecordIsRefusedByItsRecordId() {
        pipedrive.faults().refuse("r1");
        String key = key("personFields", "recordsync id");

        Reply reply = post(PERSONS, "{'name':'A','custom_fields':{'" + key + "':'r1'}}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(pipedrive.store().journal().getLast().reason()).isEqualTo("ERR_SCHEMA_VALIDATION_FAILED");
    }

    private String key(String fields, String name) {
        return get("/api/v2/" + fields)
                .json()
                .path("data")
                .valueStream()
                .filter(field -> field.path("field_name").asString("").equals(name))
                .map(field -> field.path("field_code").asString())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode custom(Reply reply, String key) {
        return reply.json().path("data").path("custom_fields").path(key);
    }

    private static long id(Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        return reply.json().path("data").path("id").asLong();
    }

    private Reply get(String path) {
        return call("GET", path, null);
    }

    private Reply delete(String path) {
        return call("DELETE", path, null);
    }

    private Reply post(String path, String json) {
        return call("POST", path, json(json));
    }

    private Reply patch(String path, String json) {
        return call("PATCH", path, json(json));
    }

    /** Single quotes in the JSON stand for double quotes. */
    private static RequestBody json(String text) {
        return RequestBody.create(text.replace('\'', '"'), MediaType.get("application/json"));
    }

    private Reply call(String method, String path, @Nullable RequestBody body) {
        return client.call(new Request.Builder()
                .url(pipedrive.baseUrl() + path)
                .method(method, body)
                .header("x-api-token", token)
                .build());
    }
}
