package io.recordsync.simulator.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.SimulatedOrg;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.faults.FaultPlan;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ControlApiTest {

    private static final String CONTACTS = "/crm/v3/objects/contacts";

    private final SimulatedOrg org = new SimulatedOrg();
    private final Simulator hubspot = org.hubspot();
    private final TestClient control = TestClient.to(hubspot.baseUrl());
    private final TestClient client = org.hubspotClient();

    @AfterEach
    void stop() {
        org.close();
    }

    @Test
    void countsJournalAndStoreCanBeRead() {
        client.post(CONTACTS, "{\"properties\":{\"recordsync_id\":\"r1\",\"phone\":\"1\"}}");

        JsonNode entry =
                control.get("/_simulator/journal?after=0&limit=5").json().at("/entries/0");
        assertThat(entry.path("effect").asString()).isEqualTo("CREATE");
        assertThat(entry.path("externalId").asString()).isEqualTo("r1");
        assertThat(control.get("/_simulator/journal?after=1").json().path("entries"))
                .isEmpty();
        assertThat(control.get("/_simulator/store?type=contacts")
                        .json()
                        .at("/objects/0/fields/phone")
                        .asString())
                .isEqualTo("1");
        assertThat(control.get("/_simulator/counts").json().path("calls").asInt())
                .isEqualTo(1);
        assertThat(control.get("/_simulator/quota").json().path("perWindow").asInt())
                .isEqualTo(100);
    }

    @Test
    void faultsAndQuotaCanBeChanged() {
        post("faults", "{\"plan\":\"mixed\",\"hangMilliseconds\":700}");
        post("quota", "{\"perWindow\":7}");

        assertThat(hubspot.faults().plan()).isEqualTo(FaultPlan.MIXED.withHang(Duration.ofMillis(700)));
        assertThat(hubspot.plan().perWindow()).isEqualTo(7);
        assertThat(hubspot.plan().perDay()).isEqualTo(250_000);
        post("quota", "{\"unlimited\":true}");
        assertThat(hubspot.plan().perDay()).isEqualTo(1_000_000_000);
    }

    @Test
    void outagesAndScriptedAnswersCanBeSet() {
        post("outage", "{\"on\":true}");
        assertThat(client.get(CONTACTS).status()).isEqualTo(503);
        post("outage", "{\"on\":false}");
        post("next", "{\"faults\":[{\"fault\":\"reply\",\"status\":418,\"body\":{}},{\"fault\":\"server-error\"}]}");

        assertThat(client.get(CONTACTS).status()).isEqualTo(418);
        assertThat(client.get(CONTACTS).status()).isGreaterThanOrEqualTo(500);
        assertThat(client.get(CONTACTS).status()).isEqualTo(200);
    }

    @Test
    void aDelayCanBeForTheCallsThatNameOneRecord() {
        post("delay", "{\"milliseconds\":600000,\"naming\":\"r1\"}");

        assertThat(client.post(CONTACTS, "{\"properties\":{\"recordsync_id\":\"r2\"}}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void recordsCanBeRefusedAndSecretsRotated() {
        post("refuse", "{\"recordId\":\"r1\"}");
        assertThat(hubspot.faults().refuses("r1")).isTrue();
        post("accept", "{\"recordId\":\"r1\"}");
        assertThat(hubspot.faults().refuses("r1")).isFalse();
        post("secret", "{\"secret\":\"new\"}");
        assertThat(client.get(CONTACTS).status()).isEqualTo(401);
    }

    @Test
    void whatIsNotUnderstoodIsRefusedWithASentence() {
        assertThat(control.post("/_simulator/quota", "{\"perDay\":-1}").status())
                .isEqualTo(400);
        assertThat(control.post("/_simulator/outage", "{}").status()).isEqualTo(400);
        assertThat(control.post("/_simulator/outage", "{").status()).isEqualTo(400);
        assertThat(control.post("/_simulator/nope", "{}").status()).isEqualTo(404);
        assertThat(control.get("/_simulator/journal?after=x").status()).isEqualTo(400);
    }

    private void post(String name, String body) {
        assertThat(control.post("/_simulator/" + name, body).status()).isEqualTo(200);
    }
}
