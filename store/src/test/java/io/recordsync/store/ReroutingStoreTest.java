package io.recordsync.store;

import static io.recordsync.store.Ledger.CRM;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.delivery.ReroutingStore;
import io.recordsync.store.delivery.ReroutingStore.Step;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.process.ProcessStore;
import io.recordsync.store.process.ProcessStore.Description;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReroutingStoreTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final List<RecordKey> KEYS =
            IntStream.range(0, 10).mapToObj(n -> Events.of("r" + n).key()).toList();

    private final Ledger ledger = new Ledger(DATABASE.store());
    private final ReroutingStore rerouting = DATABASE.store().rerouting();

    @BeforeEach
    void routeAll() {
        KEYS.forEach(key -> ledger.accept(new Events(key, "crm").create(1, Map.of("a", 1))));
        KEYS.forEach(key -> ledger.route(key, CRM));
        routedBy(KEYS, "rules m");
    }

    /** What an older build has routed says no rules, and after an upgrade nobody wants all of it routed again. */
    @Test
    void whatOtherRulesHaveRoutedIsTakenOnceAndIsThenToBeRouted() {
        routedBy(KEYS.subList(0, 1), "rules a");
        routedBy(KEYS.subList(2, 3), "rules z");
        routedBy(KEYS.subList(4, 10), null);
        assertThat(step(20)).isEqualTo(new Step(Map.of(KEYS.get(0), 2L, KEYS.get(2), 2L), true));
        assertThat(DATABASE.store().backlog().unsettled().notRouted()).isEqualTo(2);
        assertThat(step(20)).isEqualTo(new Step(Map.of(), true));
    }

    @Test
    void theRecordsAreLookedAtInTheOrderOfTheirKeys() {
        routedBy(KEYS.subList(3, 5), "rules a");
        assertThat(step(4)).isEqualTo(new Step(Map.of(KEYS.get(3), 2L), false));
        assertThat(step(4)).isEqualTo(new Step(Map.of(KEYS.get(4), 2L), false));
        assertThat(step(4)).isEqualTo(new Step(Map.of(), true));
    }

    /** It may route records that have been looked at already. */
    @Test
    void aProcessWithOtherRulesThatStartsMakesItBeginAgain() {
        assertThat(step(20)).isEqualTo(new Step(Map.of(), true));
        routedBy(KEYS.subList(0, 1), "rules a");
        register("rules m");
        assertThat(step(20)).isEqualTo(new Step(Map.of(), true));
        register("rules a");
        assertThat(step(20)).isEqualTo(new Step(Map.of(KEYS.get(0), 2L), true));
    }

    private Step step(int most) {
        return rerouting.step("rules m", most);
    }

    private static void register(String rules) {
        DATABASE.store()
                .processes()
                .register(
                        UUID.randomUUID().toString(),
                        new Description(ProcessStore.WORKER, "1", List.of(), List.of(), Optional.of(rules)));
    }

    private static void routedBy(List<RecordKey> keys, @Nullable String rules) {
        keys.forEach(key -> DATABASE.jdbc()
                .sql("update image set routed_by = :rules where record_id = :id")
                .param("rules", rules)
                .param("id", key.recordId())
                .update());
    }
}
