package io.recordsync.starter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Capabilities.Visibility;
import io.recordsync.connectors.Capabilities.Writing;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.process.RunningProcess;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.cli.SystemsCommand;
import io.recordsync.store.Store;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(Lifecycle.PER_CLASS)
class SystemsTest {

    private static final String TOPIC = "systems-events";
    private static final Quota QUOTA = new Quota(
            "hubspot:api.hubapi.com:1a2b",
            List.of(new Quota.Window(100, Duration.ofSeconds(10))),
            OptionalLong.of(250_000));

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private @Nullable RunningProcess starter;
    private @Nullable Api api;

    @BeforeAll
    void start() {
        SERVERS.createTopic(TOPIC, 1_000_000);
        starter = SERVERS.starter(TOPIC, Map.of());
        api = new Api(starter.port());
        Store store = starter.bean(Store.class);
        tell(
                store,
                new SystemDescriptor(
                        "hubspot", "hubspot", "HUBSPOT_API_TOKEN", settings(), Optional.of(capabilities())));
        tell(
                store,
                new SystemDescriptor("servicenow", "servicenow", "SERVICENOW_BASE_URL", List.of(), Optional.empty()));
        store.permits().take(QUOTA.account(), List.of(), QUOTA.dailyLimit(), 7);
        store.circuits().open(SERVERS.worker(store, "hubspot"), "acme", "hubspot", "the token is refused", "error-3");
    }

    @AfterAll
    void stop() {
        api.close();
        starter.close();
    }

    @Test
    void theSystemsHaveTheirCapabilitiesBudgetAndCircuits() {
        Api.Answer answer = api.get("/v1/crms/available");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/systems/0/system")).isEqualTo("hubspot");
        assertThat(answer.at("/systems/0/configured")).isEqualTo("true");
        assertThat(answer.at("/systems/0/workers")).isEqualTo("1");
        assertThat(answer.at("/systems/1/workers")).isEqualTo("0");
        assertThat(answer.at("/systems/0/capabilities/writing/largestBatch")).isEqualTo("100");
        assertThat(answer.at("/systems/0/budget/used")).isEqualTo("7");
        assertThat(answer.at("/systems/0/budget/left")).isEqualTo("249993");
        assertThat(answer.at("/systems/0/openCircuits/0/tenant")).isEqualTo("acme");
        assertThat(answer.at("/systems/1/configured")).isEqualTo("false");
        assertThat(answer.at("/systems/1/needs")).isEqualTo("SERVICENOW_BASE_URL");
    }

    @Test
    void aSchemaHasTheSettingsAndTheFieldsThatAWorkerTells() {
        Api.Answer answer = api.get("/v1/crms/hubspot/schema?entity=contact");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.at("/settings/0/name")).isEqualTo("HUBSPOT_API_TOKEN");
        assertThat(answer.at("/entities/0/object")).isEqualTo("contacts");
        assertThat(answer.at("/entities/0/fields/0/name")).isEqualTo("email");
        assertThat(answer.at("/entities/0/fields/0/unique")).isEqualTo("true");
    }

    @Test
    void aSystemThatIsNotSetUpHasItsSettingsAlone() {
        Api.Answer answer = api.get("/v1/crms/servicenow/schema");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/entities").isEmpty()).isTrue();
    }

    @Test
    void anUnknownSystemNamesTheKnownOnes() {
        Api.Answer answer = api.get("/v1/crms/siebel/schema");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.at("/detail")).isEqualTo("There is no such system. The systems are: hubspot, servicenow.");
    }

    @Test
    void anUnknownEntityAndARefusedAccountAreSaid() {
        Api.Answer unknown = api.get("/v1/crms/hubspot/schema?entity=deal");
        assertThat(unknown.status()).as(unknown.text()).isEqualTo(404);
        assertThat(unknown.at("/detail")).contains("has no mapping of deal");

        Api.Answer refused = api.get("/v1/crms/hubspot/schema?entity=account");
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.at("/detail")).contains("renew it");
        assertThat(refused.at("/errorId")).isNotEmpty();
    }

    @Test
    void theCommandPrintsThemForPeople() {
        StringWriter out = new StringWriter();
        int exit = new CommandLine(new SystemsCommand())
                .setOut(new PrintWriter(out, true))
                .execute("--api", "http://127.0.0.1:" + starter.port());

        assertThat(exit).isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches(
                        "SYSTEM +WORKERS +API +WRITES +BATCH +READS +WINDOWS +USED IN 24 H +LEFT +TOKEN SINCE"))
                .anyMatch(line -> line.matches(
                        "hubspot +1 +v3 +upsert +100 in a call +keyset, deletes +100 in 10 s +7 +249,993 +-"))
                .anyMatch(line -> line.startsWith("The circuit of hubspot is open since"))
                .anyMatch(line -> line.matches("servicenow +requires SERVICENOW_BASE_URL"));
    }

    private static void tell(Store store, SystemDescriptor card) {
        store.systems().tell(card.system(), JsonMapper.shared().writeValueAsString(card));
    }

    private static List<SystemDescriptor.Setting> settings() {
        return List.of(new SystemDescriptor.Setting("HUBSPOT_API_TOKEN", Optional.empty(), "", "The token.", true));
    }

    private static Capabilities capabilities() {
        return new Capabilities(
                "v3",
                new Writing(
                        EnumSet.allOf(Capabilities.Operation.class),
                        100,
                        BatchForm.ONE_CALL,
                        Identity.UPSERT,
                        OptionalInt.empty()),
                new Reading(Feed.KEYSET, true, 200, Visibility.NONE),
                QUOTA,
                Duration.ofSeconds(10));
    }
}
