package io.recordsync.simulator.edits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recordsync.simulator.CrmClient;
import io.recordsync.simulator.FakeClock;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.Effect;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.Simulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/** What people change in the systems, as clients see it over HTTP. */
class EditsTest {

    static final List<String> KINDS = CrmClient.KINDS;

    private final FakeClock clock = new FakeClock();
    private final Simulators simulators =
            Simulators.start(SimulatorsOptions.of(KINDS).onFreePorts().withClock(clock));

    @AfterEach
    void stop() {
        simulators.close();
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void anEditMovesTheTimeOfChangeAndKeepsOurRecordId(String kind) {
        Simulator system = simulators.of(kind);
        ContactFields names = system.kind().contactFields();
        Edits edits = system.edits();
        String id = edits.make(edits.contacts(), contact(system, "r1")).id();
        clock.advance(Duration.ofMinutes(3));

        edits.edit(edits.contacts(), id, Map.of(names.phone(), "+1 202-555-0111"));

        Reply read = CrmClient.of(system).read(id);
        assertThat(read.text()).contains("+1 202-555-0111").contains("r1").containsPattern("2026-03-01[T ]12:03:00");
        JournalEntry entry = system.store().journal().getLast();
        assertThat(entry.arrival()).isEqualTo(Arrival.PERSON);
        assertThat(entry.externalId()).isEqualTo("r1");
        assertThat(entry.content()).isEqualTo(Map.of(names.phone(), "+1 202-555-0111"));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aDeletedRecordIsRestoredWithItsIdAndItsFields(String kind) {
        Simulator system = simulators.of(kind);
        Edits edits = system.edits();
        CrmClient client = CrmClient.of(system);
        String id = edits.make(edits.contacts(), contact(system, "r1")).id();
        Map<String, String> before = fields(system, id);

        edits.delete(edits.contacts(), id);
        assertThat(client.read(id).status()).isEqualTo(404);
        clock.advance(Duration.ofMinutes(3));
        edits.restore(edits.contacts(), id);

        assertThat(client.read(id).status()).isEqualTo(200);
        assertThat(client.read(id).text()).contains("r1").containsPattern("2026-03-01[T ]12:03:00");
        assertThat(fields(system, id)).isEqualTo(before);
        assertThat(system.store().creates("r1")).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> edits.restore(edits.contacts(), id));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aFieldThatTheSystemDoesNotHaveCannotBeEdited(String kind) {
        Edits edits = simulators.of(kind).edits();
        String id = edits.make(edits.contacts(), Map.of()).id();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> edits.edit(edits.contacts(), id, Map.of("noSuchField", "x")))
                .withMessageContaining("noSuchField");
        assertThatIllegalArgumentException().isThrownBy(() -> edits.edit(edits.contacts(), "0", Map.of()));
    }

    @Test
    void aRestoredRecordLeavesTheListsOfDeletes() {
        Edits salesforce = simulators.salesforce().edits();
        Edits hubspot = simulators.hubspot().edits();
        String contact = salesforce.make("Contact", Map.of("LastName", "Lee")).id();
        String object = hubspot.make("contacts", Map.of("lastname", "Lee")).id();
        salesforce.delete("Contact", contact);
        hubspot.delete("contacts", object);
        String range = "?start=2026-03-01T11:00:00%2B00:00&end=2026-03-01T13:00:00%2B00:00";
        CrmClient org = CrmClient.of(simulators.salesforce());
        CrmClient account = CrmClient.of(simulators.hubspot());

        assertThat(org.call("GET", "/services/data/v66.0/sobjects/Contact/deleted/" + range, null)
                        .text())
                .contains(contact);
        assertThat(account.call("GET", "/crm/v3/objects/contacts?archived=true", null)
                        .text())
                .contains(object);
        salesforce.restore("Contact", contact);
        hubspot.restore("contacts", object);

        assertThat(org.call("GET", "/services/data/v66.0/sobjects/Contact/deleted/" + range, null)
                        .text())
                .doesNotContain(contact);
        assertThat(account.call("GET", "/crm/v3/objects/contacts?archived=true", null)
                        .text())
                .doesNotContain(object);
    }

    @Test
    void anEditOfTheFirstOfSeveralNumbersKeepsTheOthers() {
        CrmClient client = CrmClient.of(simulators.of("pipedrive"));
        String id = client.call(
                        "POST",
                        "/api/v2/persons",
                        "{'name':'Lee','phones':[{'value':'1','primary':true},{'value':'2','label':'home'}]}")
                .json()
                .at("/data/id")
                .asString();

        simulators.of("pipedrive").edits().edit("persons", id, Map.of("phone", "3"));

        assertThat(client.read(id).json().at("/data/phones").findValuesAsString("value"))
                .containsExactly("3", "2");
    }

    @Test
    void theControlsMakeEditDeleteAndRestore() {
        CrmClient client = CrmClient.of(simulators.salesforce());

        String id = client.call("POST", "/_simulator/make", "{'fields':{'LastName':'Lee'}}")
                .json()
                .path("id")
                .asString();
        client.call("POST", "/_simulator/edit", "{'id':'%s','fields':{'LastName':'Ray','Phone':''}}", id);
        assertThat(client.read(id).json().path("LastName").asString()).isEqualTo("Ray");
        client.call("POST", "/_simulator/delete", "{'id':'%s'}", id);
        assertThat(client.read(id).status()).isEqualTo(404);
        client.call("POST", "/_simulator/restore", "{'type':'Contact','id':'%s'}", id);

        assertThat(client.read(id).json().path("LastName").asString()).isEqualTo("Ray");
        assertThat(simulators.salesforce().store().journal())
                .extracting(JournalEntry::effect)
                .containsExactly(Effect.CREATE, Effect.UPDATE, Effect.DELETE, Effect.RESTORE);
        assertThat(client.call("POST", "/_simulator/edit", "{'id':'%s','fields':{'No':'x'}}", id)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aMergeInSalesforceLeavesTheWinner() {
        Edits edits = simulators.salesforce().edits();
        String winner = edits.make("Contact", Map.of("LastName", "Lee")).id();
        String loser = edits.make("Contact", Map.of("LastName", "Ray")).id();
        clock.advance(Duration.ofMinutes(3));

        assertThat(edits.merge("Contact", loser, winner).id()).isEqualTo(winner);

        CrmClient client = CrmClient.of(simulators.salesforce());
        assertThat(client.read(winner).text()).contains("Lee", "2026-03-01T12:03:00");
        String bin = "/services/data/v66.0/queryAll?q=SELECT+Id,MasterRecordId+FROM+Contact+WHERE+IsDeleted=true";
        assertThat(client.call("GET", bin, null)
                        .json()
                        .at("/records/0/MasterRecordId")
                        .asString())
                .isEqualTo(winner);
        assertThatIllegalArgumentException().isThrownBy(() -> edits.merge("Contact", winner, winner));
        assertThatIllegalArgumentException().isThrownBy(() -> edits.restore("Contact", loser));
    }

    @Test
    void aMergeInHubSpotMakesANewObjectToWhichBothIdsLead() {
        CrmClient client = CrmClient.of(simulators.hubspot());
        Edits edits = simulators.hubspot().edits();
        String winner = edits.make("contacts", Map.of("lastname", "Lee", "recordsync_id", "r1"))
                .id();
        String loser =
                edits.make("contacts", Map.of("lastname", "Ray", "phone", "1")).id();

        String left = client.call("POST", "/_simulator/merge", "{'id':'%s','into':'%s'}", loser, winner)
                .json()
                .path("id")
                .asString();

        assertThat(left).isNotEqualTo(winner).isNotEqualTo(loser);
        for (String id : List.of(winner, loser, left)) {
            JsonNode read = client.read(id).json();
            assertThat(read.path("id").asString()).isEqualTo(left);
            assertThat(read.at("/properties/lastname").asString()).isEqualTo("Lee");
            assertThat(read.at("/properties/phone").asString()).isEqualTo("1");
            assertThat(read.at("/properties/recordsync_id").asString()).isEqualTo("r1");
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aPushMakesAContactUnderOurRecordIdAndThenEditsIt(String kind) {
        Simulator system = simulators.of(kind);
        CrmClient client = CrmClient.of(system);

        String id = client.call(
                        "POST",
                        "/_simulator/push",
                        "{'record_id':303,'full_name':'Ann Marie Lee','email_address':'ann@example.com'}")
                .json()
                .path("id")
                .asString();
        Reply again = client.call("POST", "/_simulator/push", "{'record_id':'303','full_name':'Ann Ray'}");

        assertThat(again.json().path("id").asString()).isEqualTo(id);
        assertThat(client.read(id).text())
                .contains("Ray", "303")
                .contains(kind.equals("hubspot") ? "" : "ann@example.com")
                .doesNotContain("Marie");
        assertThat(client.call("POST", "/_simulator/push", "{'full_name':'Lee'}")
                        .status())
                .isEqualTo(400);
        assertThat(client.call("POST", "/_simulator/push", "{'record_id':1,'name':'Lee'}")
                        .text())
                .contains("has no field name");
    }

    @Test
    void aPushSetsTheStatusWhereContactsHaveOne() {
        String push = "{'record_id':'r1','full_name':'Lee','status':'active'}";
        CrmClient salesforce = CrmClient.of(simulators.salesforce());
        CrmClient outreach = CrmClient.of(simulators.of("outreach"));

        salesforce.call("POST", "/_simulator/push", push);
        outreach.call("POST", "/_simulator/push", push);

        assertThat(salesforce
                        .read(simulators
                                .salesforce()
                                .store()
                                .all("Contact")
                                .getFirst()
                                .id())
                        .json()
                        .path("Status__c")
                        .asString())
                .isEqualTo("active");
        assertThat(outreach.search().json().at("/data/0/attributes/custom2").asString())
                .isEqualTo("active");
        assertThat(CrmClient.of(simulators.of("pipedrive"))
                        .call("POST", "/_simulator/push", push)
                        .status())
                .isEqualTo(400);
    }

    private static Map<String, String> contact(Simulator system, String recordId) {
        ContactFields names = system.kind().contactFields();
        String name = names.lastName().isEmpty() ? "name" : names.lastName();
        return Map.of(name, "Lee", names.email(), "lee@example.com", names.recordId(), recordId);
    }

    private static Map<String, String> fields(Simulator system, String id) {
        StoredObject object = system.store().byId(system.edits().contacts(), id).orElseThrow();
        return object.fields();
    }
}
