package io.recordsync.simulator.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.SimulatedOrg;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Properties, archived objects, and objects by their other names. */
class HubSpotReadApiTest {

    private static final String CONTACTS = "/crm/v3/objects/contacts";

    private final SimulatedOrg org = new SimulatedOrg();
    private final TestClient client = org.hubspotClient();

    @AfterEach
    void stop() {
        org.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/crm/v3/properties/contacts", "/crm/properties/2026-03/contacts", "/crm/v3/properties/0-1"})
    void propertiesTellWhatIsUniqueAndWhatCannotBeWritten(String path) {
        JsonNode results = client.get(path).json().path("results");

        assertThat(property(results, "recordsync_id").path("hasUniqueValue").asBoolean())
                .isTrue();
        assertThat(property(results, "lastname").path("hasUniqueValue").asBoolean())
                .isFalse();
        assertThat(property(results, "lastmodifieddate")
                        .path("modificationMetadata")
                        .path("readOnlyValue")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void onePropertyIsToldOfByItsName() {
        assertThat(client.get("/crm/v3/properties/contacts/email")
                        .json()
                        .path("name")
                        .asString())
                .isEqualTo("email");
        assertThat(client.get("/crm/v3/properties/contacts/nothing").status()).isEqualTo(404);
        assertThat(client.post("/crm/v3/properties/contacts", "{}").status()).isEqualTo(405);
    }

    @Test
    void theIdOfAMergedObjectLeadsToTheOneThatIsLeft() {
        String winner = create("w@example.com");
        String loser = create("l@example.com");
        CrmStore store = org.hubspot().store();
        store.merge(store.byId("contacts", loser).orElseThrow(), winner, Arrival.ANSWERED);

        JsonNode read = client.post(CONTACTS + "/batch/read", "{\"inputs\":[{\"id\":\"" + loser + "\"}]}")
                .json();
        JsonNode updated = client.patch(CONTACTS + "/" + loser, "{\"properties\":{\"phone\":\"1\"}}")
                .json();

        assertThat(read.path("results").path(0).path("id").asString()).isEqualTo(winner);
        assertThat(updated.path("id").asString()).isEqualTo(winner);
        assertThat(client.get(CONTACTS + "?archived=true").json().path("results"))
                .isEmpty();
    }

    @Test
    void archivedObjectsAreListedApart() {
        String kept = create("k@example.com");
        String gone = create("g@example.com");
        org.clock.advance(Duration.ofSeconds(5));
        client.delete(CONTACTS + "/" + gone);

        JsonNode archived =
                client.get(CONTACTS + "?archived=true&properties=email").json().path("results");

        assertThat(archived.findValuesAsString("id")).containsExactly(gone);
        assertThat(archived.path(0).path("archived").asBoolean()).isTrue();
        assertThat(archived.path(0).path("archivedAt").asString()).isEqualTo("2026-03-01T12:00:05Z");
        assertThat(archived.path(0).path("properties").path("email").asString()).isEqualTo("g@example.com");
        assertThat(client.get(CONTACTS).json().path("results").findValuesAsString("id"))
                .containsExactly(kept);
    }

    @Test
    void aCustomObjectIsKnownByItsNumberAndItsFullName() {
        String id = client.post(
                        "/crm/v3/objects/2-4711001",
                        "{\"properties\":{\"subscription_name\":\"Gold\",\"recordsync_id\":\"s1\"}}")
                .json()
                .path("id")
                .asString();

        assertThat(client.get("/crm/v3/objects/p4711_subscriptions/" + id).status())
                .isEqualTo(200);
    }

    private String create(String email) {
        return client.post(CONTACTS, "{\"properties\":{\"email\":\"" + email + "\"}}")
                .json()
                .path("id")
                .asString();
    }

    private static JsonNode property(JsonNode results, String name) {
        return results.valueStream()
                .filter(property -> property.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
