package io.recordsync.simulator.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.CrmClient;
import io.recordsync.simulator.FakeClock;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.behaviour.Behaviour;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.Effect;
import io.recordsync.simulator.store.JournalEntry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SeededEditorTest {

    static final List<String> KINDS = CrmClient.KINDS;

    private static final int STEPS = 300;

    @ParameterizedTest
    @FieldSource("KINDS")
    void theSameSeedGivesTheSameEditsOfAllKinds(String kind) {
        List<JournalEntry> edits = edits(kind, 7);

        assertThat(edits(kind, 7)).isEqualTo(edits);
        assertThat(edits(kind, 8)).isNotEqualTo(edits);
        assertThat(edits).hasSize(STEPS).allMatch(entry -> entry.arrival() == Arrival.PERSON);
        assertThat(edits)
                .extracting(JournalEntry::effect)
                .contains(Effect.CREATE, Effect.UPDATE, Effect.DELETE, Effect.RESTORE);
        assertThat(edits).allMatch(entry -> entry.externalId().isEmpty());
    }

    @Test
    void peopleEditByThemselvesUntilTheyAreToldToStop() {
        SimulatorsOptions options =
                SimulatorsOptions.defaults().onFreePorts().withBehaviour("hubspot", Behaviour.USUAL.withEdits(500));
        try (Simulators simulators = Simulators.start(options)) {
            Simulator hubspot = simulators.hubspot();
            while (hubspot.store().journalSize() < 3) {
                Thread.onSpinWait();
            }
            hubspot.behave(Behaviour.USUAL);

            assertThat(hubspot.behaviour().editsPerSecond()).isZero();
            assertThat(simulators.salesforce().store().journal()).isEmpty();
        }
    }

    private static List<JournalEntry> edits(String kind, long seed) {
        SimulatorsOptions options =
                SimulatorsOptions.of(List.of(kind)).onFreePorts().withClock(new FakeClock());
        try (Simulators simulators = Simulators.start(options)) {
            Simulator system = simulators.of(kind);
            SeededEditor editor = new SeededEditor(
                    system.edits(), system.store(), system.kind().contactFields(), seed);
            return IntStream.range(0, STEPS).mapToObj(step -> editor.step()).toList();
        }
    }
}
