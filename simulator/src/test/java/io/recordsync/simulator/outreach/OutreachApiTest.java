package io.recordsync.simulator.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.FakeClock;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.Simulator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutreachApiTest {

    private static final String PROSPECTS = "/api/v2/prospects";
    private static final MediaType JSON_API = MediaType.get("application/vnd.api+json");

    private final FakeClock clock = new FakeClock();
    private final Simulators simulators = Simulators.start(
            SimulatorsOptions.of(List.of("outreach")).onFreePorts().withClock(clock));
    private final Simulator outreach = simulators.of("outreach");
    private final TestClient client = OutreachTokensTest.loggedIn(outreach);

    @AfterEach
    void stop() {
        simulators.close();
    }

    @Test
    void aCreateAnswers201WithAllAttributesAndANumberForAnId() {
        Reply reply = create("{'firstName':'Ann','emails':['Ann@example.com','b@example.com'],'externalId':'r1'}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Content-Type")).startsWith("application/vnd.api+json");
        assertThat(reply.json().at("/data/id").isIntegralNumber()).isTrue();
        assertThat(reply.json().at("/data/type").asString()).isEqualTo("prospect");
        assertThat(reply.json().at("/data/attributes/emails/1").asString()).isEqualTo("b@example.com");
        assertThat(reply.json().at("/data/attributes/lastName").isNull()).isTrue();
        assertThat(reply.json().at("/data/attributes/workPhones").size()).isZero();
        assertThat(reply.json().at("/data/attributes/updatedAt").asString()).isEqualTo("2026-03-01T12:00:00.000Z");
        assertThat(reply.json().at("/data/links/self").asString()).isEqualTo(outreach.baseUrl() + PROSPECTS + "/1");
    }

    @Test
    void aBodyOfAnotherMediaTypeIsRefused() {
        Reply reply = client.post(PROSPECTS, "{}");

        assertError(reply, 415, "unsupportedMediaType");
    }

    @Test
    void anAddressThatAnotherProspectHasIsTakenWhereverItStands() {
        create("{'emails':['a@example.com','b@example.com']}");

        assertThat(detail(create("{'emails':['A@example.com']}")))
                .isEqualTo("Contacts email hash has already been taken.");
        assertThat(detail(create("{'emails':['c@example.com','b@example.com']}")))
                .isEqualTo("Contacts email hash has already been taken.");
        assertThat(create("{'emails':['c@example.com']}").status()).isEqualTo(201);
        assertThat(detail(update(2, "{'emails':['b@example.com']}")))
                .isEqualTo("Contacts email hash has already been taken.");
    }

    @Test
    void anUpdateChangesOnlyWhatItNames() {
        create("{'firstName':'Ann','lastName':'Lee','emails':['a@example.com'],'workPhones':['1','2']}");

        Reply reply = update(1, "{'lastName':'Ray','workPhones':['3'],'linkedInConnections':7}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/data/attributes/name").asString()).isEqualTo("Ann Ray");
        assertThat(reply.json().at("/data/attributes/emails").size()).isEqualTo(1);
        assertThat(reply.json().at("/data/attributes/workPhones").size()).isEqualTo(1);
        assertThat(reply.json().at("/data/attributes/linkedInConnections").asInt())
                .isEqualTo(7);
        assertThat(update(1, "{'lastName':null}")
                        .json()
                        .at("/data/attributes/lastName")
                        .isNull())
                .isTrue();
    }

    @Test
    void anUpdateOfTheAddressesThatChangesNothingIsRefused() {
        create("{'emails':['a@example.com']}");

        assertError(update(1, "{'emails':['a@example.com']}"), 422, "validationDuplicateValueError");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'emails':['no address']}|validationError|/data/attributes/emails",
                "{'emails':'a@example.com'}|validationError|/data/attributes/emails",
                "{'nope':'1'}|validationError|/data/attributes/nope",
                "{'updatedAt':'2026-01-01'}|validationError|/data/attributes/updatedAt",
                "{'linkedInConnections':'7'}|validationError|/data/attributes/linkedInConnections",
                "{'optedOut':'true'}|validationError|/data/attributes/optedOut",
            })
    void aBadAttributeIsRefusedWithItsPointer(String attributes, String id, String pointer) {
        Reply reply = create(attributes);

        assertError(reply, 422, id);
        assertThat(reply.json().at("/errors/0/source/pointer").asString()).isEqualTo(pointer);
    }

    @Test
    void aLongValueIsRefused() {
        assertError(create("{'firstName':'%s'}".formatted("x".repeat(256))), 422, "validationDataTooLongError");
    }

    @Test
    void typeAndIdOfABodyMustBeThoseOfTheAddress() {
        create("{}");

        assertError(post(PROSPECTS, "{'data':{'type':'account','attributes':{}}}"), 422, "validationError");
        assertError(patch(PROSPECTS + "/1", "{'data':{'type':'prospect','id':2}}"), 422, "validationError");
        assertThat(patch(PROSPECTS + "/1", "{'data':{'type':'prospect','id':'1'}}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(detail(client.get(PROSPECTS + "/7"))).isEqualTo("Could not find 'prospect' with ID '7'.");
        assertError(update(7, "{}"), 404, "resourceNotFound");
        assertError(client.delete(PROSPECTS + "/7"), 404, "resourceNotFound");
        assertError(client.get("/api/v2/nothing"), 404, "resourceNotFound");
    }

    @Test
    void aDeletedProspectIsGoneAndItsAddressFree() {
        create("{'emails':['a@example.com']}");

        assertThat(client.delete(PROSPECTS + "/1/").status()).isEqualTo(204);
        assertThat(client.get(PROSPECTS + "/1").status()).isEqualTo(404);
        assertThat(create("{'emails':['a@example.com']}").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filter[emails]=A2@example.com|2",
                "filter[emails]=x2@example.com|2",
                "filter[emails]=a1@example.com,a3@example.com|1 3",
                "newFilterSyntax=true&filter[emails][]=a1@example.com&filter[emails][]=a3@example.com|1 3",
                "filter[firstName]=N2|2",
                "newFilterSyntax=true&filter[firstName]=N,..|6",
                "filter[firstName]=N,..|",
                "filter[id]=2..3|2 3",
                "filter[id]=2,4|2 4",
                "newFilterSyntax=true&filter[id][gte]=4&filter[id][lt]=5|4",
                "filter[updatedAt]=2026-03-01T12:00:03.000Z..inf|4 5 6",
                "filter[updatedAt]=neginf..2026-03-01T12:00:01|1 2",
                "filter[updatedAt]=2026-03-02..inf|",
                "filter[emails]=nobody@example.com|",
            })
    void aListIsFilteredInBothForms(String filter, String ids) {
        for (int i = 1; i <= 6; i++) {
            create(String.format(
                    Locale.ROOT,
                    "{'firstName':'%s','emails':['a%d@example.com','x%d@example.com']}",
                    i == 6 ? "N,.." : "N" + i,
                    i,
                    i));
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(ids(client.get(PROSPECTS + "?" + filter))).isEqualTo(ids == null ? "" : ids);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter[externalId]=1",
                "filter[nope]=1",
                "filter=1",
                "filter[updatedAt]=yesterday",
                "sort=externalId",
                "sort=id",
                "page[size]=0",
                "page[size]=1001",
                "page[size]=x",
                "page[offset]=10001",
                "page[after]=x"
            })
    void whatCannotBeAskedIsRefused(String query) {
        create("{}");

        assertThat(client.get(PROSPECTS + "?" + query).status()).isEqualTo(400);
    }

    @Test
    void pagesFollowOneAnotherByTheirLinksOverEqualTimes() {
        IntStream.range(0, 7).forEach(i -> create(String.format(Locale.ROOT, "{'emails':['a%d@example.com']}", i)));

        Reply first = client.get(PROSPECTS + "?sort=-updatedAt&page[size]=3&count=true&fields[prospect]=emails");
        Reply second = follow(first);
        Reply third = follow(second);

        assertThat(ids(first) + "/" + ids(second) + "/" + ids(third)).isEqualTo("1 2 3/4 5 6/7");
        assertThat(first.json().at("/meta/count").asInt()).isEqualTo(7);
        assertThat(first.json().at("/data/0/attributes").size()).isEqualTo(1);
        assertThat(third.json().at("/links").has("next")).isFalse();
        assertThat(ids(client.get(PROSPECTS + "?page[limit]=2&page[offset]=5"))).isEqualTo("6 7");
    }

    @Test
    void aPageHasFiftyUnlessAskedAndNoCountUnlessAsked() {
        IntStream.range(0, 51).forEach(i -> create("{}"));

        Reply reply = client.get(PROSPECTS);

        assertThat(reply.json().path("data").size()).isEqualTo(50);
        assertThat(reply.json().has("meta")).isFalse();
    }

    @Test
    void anAccountIsFoundByItsCustomId() {
        post("/api/v2/accounts", "{'data':{'type':'account','attributes':{'name':'Acme','customId':'a,..b'}}}");

        assertThat(ids(client.get("/api/v2/accounts?newFilterSyntax=true&filter[customId][]=a,..b")))
                .isEqualTo("1");
    }

    @Test
    void everyReplyTellsOfTheHourAndAnotherHourBringsNewCalls() {
        outreach.plan(new AccountPlan(1_000_000, 2, 1));

        Reply first = client.get(PROSPECTS);
        client.get(PROSPECTS);
        Reply third = client.get(PROSPECTS);

        String reset = String.valueOf(clock.instant().plusSeconds(3_600).getEpochSecond());
        assertThat(first.header("X-RateLimit-Limit")).isEqualTo("2");
        assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("1, 3");
        assertThat(first.header("X-RateLimit-Reset")).isEqualTo(reset);
        assertError(third, 429, "rateLimitExceeded");
        assertThat(third.header("Retry-After")).isEqualTo(reset);
        clock.advance(Duration.ofHours(1));
        assertThat(client.get(PROSPECTS).status()).isEqualTo(200);
    }

    @Test
    void anOutageIsMaintenanceWithItsEnd() {
        outreach.outage(true);

        Reply reply = client.get(PROSPECTS);

        assertError(reply, 503, "scheduledServerMaintenance");
        assertThat(Instant.parse(reply.header("Retry-After"))).isAfter(clock.instant());
    }

    @Test
    void aRefusedRecordIsRefusedForGoodAndPlainCreatesKnowNoDuplicates() {
        outreach.faults().refuse("r1");
        assertError(create("{'externalId':'r1','emails':['a@example.com']}"), 422, "validationError");

        outreach.plainCreates(true);
        create("{'emails':['a@example.com']}");
        assertThat(create("{'emails':['a@example.com']}").status()).isEqualTo(201);
    }

    @Test
    void itTellsOfItsAttributesAndOfTheOrgsCustomFields() {
        Reply openApi = client.with("").get("/api/v2/schema/openapi.json");
        Reply types = client.get("/api/v2/types");

        assertThat(openApi.json()
                        .at("/components/schemas/prospect/properties/updatedAt/description")
                        .asString())
                .contains("readonly.svg", "filterable.svg", "sortable.svg");
        assertThat(openApi.json()
                        .at("/components/schemas/account/properties/customId/maxLength")
                        .asInt())
                .isEqualTo(255);
        assertThat(types.json().at("/data/1/meta/validations/custom1/label").asString())
                .isNotEmpty();
    }

    private Reply create(String attributes) {
        return post(PROSPECTS, "{'data':{'type':'prospect','attributes':%s}}".formatted(attributes));
    }

    private Reply update(int id, String attributes) {
        return patch(
                PROSPECTS + "/" + id,
                String.format(Locale.ROOT, "{'data':{'type':'prospect','id':%d,'attributes':%s}}", id, attributes));
    }

    /** Single quotes in the JSON stand for double quotes. */
    private Reply post(String path, String json) {
        return client.post(path, RequestBody.create(json.replace('\'', '"'), JSON_API));
    }

    private Reply patch(String path, String json) {
        return client.call("PATCH", path, RequestBody.create(json.replace('\'', '"'), JSON_API));
    }

    private Reply follow(Reply page) {
        return client.get(page.json()
                .at("/links/next")
                .asString()
                .substring(outreach.baseUrl().length()));
    }

    private static String ids(Reply reply) {
        return String.join(
                " ",
                reply.json()
                        .path("data")
                        .valueStream()
                        .map(one -> one.path("id").asString())
                        .toList());
    }

    private static String detail(Reply reply) {
        return reply.json().at("/errors/0/detail").asString();
    }

    private static void assertError(Reply reply, int status, String id) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().at("/errors/0/id").asString()).isEqualTo(id);
    }
}
