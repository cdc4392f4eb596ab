package io.recordsync.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.CrmClient;
import io.recordsync.simulator.FakeClock;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.edits.Edits;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Simulator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Systems that keep other values than they are given, show changes late, or have a wrong clock, over HTTP. */
class BehaviourTest {

    static final List<String> KINDS = CrmClient.KINDS;

    private static final String PHONE = "+1 202-555-0199";

    private final FakeClock clock = new FakeClock();
    private final Simulators simulators =
            Simulators.start(SimulatorsOptions.of(KINDS).onFreePorts().withClock(clock));

    @AfterEach
    void stop() {
        simulators.close();
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aNormalisingSystemShowsItsOwnFormOfWhatWasWritten(String kind) {
        Simulator system = system(kind, Behaviour.USUAL.withValues(ValueForm.NORMALISED));
        CrmClient client = CrmClient.of(system);

        String id = client.id("  De Vries  ", PHONE);

        assertThat(client.read(id).text())
                .contains("\"DE VRIES\"")
                .contains("\"+1 (202) 555-0199\"")
                .doesNotContain("De Vries");
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aWrongClockShowsInTimesOfChangeAndInTheDateHeader(String kind) {
        Simulator system = system(kind, Behaviour.USUAL.withClockOffset(Duration.ofMinutes(-7)));
        CrmClient client = CrmClient.of(system);

        Reply read = client.read(client.id("Lee", PHONE));

        assertThat(read.text()).containsPattern("2026-03-01[T ]11:53:00");
        assertThat(date(read)).isEqualTo(Instant.parse("2026-03-01T11:53:00Z"));
        assertThat(date(client.search())).isEqualTo(Instant.parse("2026-03-01T11:53:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hubspot", "outreach", "pipedrive"})
    void aSearchThatLagsShowsAChangeLaterThanAReadById(String kind) {
        Simulator system = system(kind, Behaviour.USUAL.withSearchLag(Duration.ofSeconds(30)));
        CrmClient client = CrmClient.of(system);
        String kept = client.id("Kept", PHONE);
        String gone = client.id("Gone", PHONE);
        clock.advance(Duration.ofSeconds(30));
        client.id("Made", PHONE);
        rename(system, kept, "Renamed");
        system.edits().delete(system.edits().contacts(), gone);

        assertThat(client.read(kept).text()).contains("Renamed");
        assertThat(client.search().text()).contains("Kept", "Gone").doesNotContain("Made", "Renamed");
        clock.advance(Duration.ofSeconds(29));
        assertThat(client.search().text()).contains("Kept", "Gone");
        clock.advance(Duration.ofSeconds(1));
        assertThat(client.search().text()).contains("Renamed", "Made").doesNotContain("Kept", "Gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"salesforce", "servicenow"})
    void aQueryOfADatabaseShowsAChangeAtOnce(String kind) {
        Simulator system = system(kind, Behaviour.USUAL.withSearchLag(Duration.ofSeconds(30)));
        CrmClient client = CrmClient.of(system);

        client.id("Made", PHONE);

        assertThat(client.search().text()).contains("Made");
    }

    @Test
    void listsByIdsDoNotLag() {
        Behaviour lagging = Behaviour.USUAL.withSearchLag(Duration.ofSeconds(30));
        CrmClient outreach = CrmClient.of(system("outreach", lagging));
        CrmClient pipedrive = CrmClient.of(system("pipedrive", lagging));

        String prospect = outreach.id("Made", PHONE);
        String person = pipedrive.id("Made", PHONE);

        assertThat(outreach.call("GET", "/api/v2/prospects?filter[id]=" + prospect, null)
                        .text())
                .contains("Made");
        assertThat(pipedrive.call("GET", "/api/v2/persons?ids=" + person, null).text())
                .contains("Made");
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aSilentAnswerNamesTheIdAndNothingThatWasWritten(String kind) {
        Simulator system = system(kind, Behaviour.USUAL.withSilence(true));
        CrmClient client = CrmClient.of(system);

        Reply created = client.create("Lee", PHONE);

        String id = stored(system).id();
        assertThat(created.text()).contains(id).doesNotContain("Lee").doesNotContain("0199");
        assertThat(client.read(id).text()).contains("Lee");
    }

    @Test
    void aSilentBatchNamesTheIdsAndNothingThatWasWritten() {
        CrmClient client = CrmClient.of(system("hubspot", Behaviour.USUAL.withSilence(true)));

        Reply reply = client.call(
                "POST",
                "/crm/v3/objects/contacts/batch/upsert",
                "{'inputs':[{'id':'r1','idProperty':'recordsync_id','properties':{'lastname':'Lee'}}]}");

        assertThat(reply.json().at("/results/0/id").asString()).isNotEmpty();
        assertThat(reply.json().at("/results/0/new").asBoolean()).isTrue();
        assertThat(reply.text()).doesNotContain("Lee").doesNotContain("r1");
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aFieldThatClientsMayNotWriteStaysAsItIsAndPeopleChangeIt(String kind) {
        String phone = simulators.of(kind).kind().contactFields().phone();
        Simulator system = system(kind, Behaviour.USUAL.withIgnored(Set.of(phone)));
        CrmClient client = CrmClient.of(system);

        String id = client.id("Lee", PHONE);

        assertThat(client.read(id).text()).contains("Lee").doesNotContain("0199");
        system.edits().edit(system.edits().contacts(), id, Map.of(phone, PHONE));
        assertThat(client.read(id).text()).contains("0199");
    }

    @Test
    void theBehaviourIsReadAndChangedAtItsControl() {
        Simulator system = simulators.of("hubspot");
        CrmClient client = CrmClient.of(system);

        client.call(
                "POST",
                "/_simulator/behaviour",
                "{'values':'normalised','clockOffsetMilliseconds':-5000,'searchLagMilliseconds':7000,"
                        + "'silent':true,'ignored':['phone']}");

        assertThat(system.behaviour())
                .isEqualTo(new Behaviour(
                        ValueForm.NORMALISED, Duration.ofSeconds(-5), Duration.ofSeconds(7), true, Set.of("phone"), 0));
        Reply read = client.call("GET", "/_simulator/behaviour", null);
        assertThat(read.json().path("searchLagMilliseconds").asInt()).isEqualTo(7_000);
        assertThat(client.call("POST", "/_simulator/behaviour", "{'values':'other'}")
                        .status())
                .isEqualTo(400);
    }

    private Simulator system(String kind, Behaviour behaviour) {
        Simulator system = simulators.of(kind);
        system.behave(behaviour);
        return system;
    }

    private static void rename(Simulator system, String id, String name) {
        Edits edits = system.edits();
        String lastName = system.kind().contactFields().lastName();
        edits.edit(edits.contacts(), id, Map.of(lastName.isEmpty() ? "name" : lastName, name));
    }

    private static StoredObject stored(Simulator system) {
        return system.store().all(system.edits().contacts()).getFirst();
    }

    private static Instant date(Reply reply) {
        return ZonedDateTime.parse(reply.header("Date"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }
}
