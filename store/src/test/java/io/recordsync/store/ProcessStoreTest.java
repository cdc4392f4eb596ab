package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.process.ProcessStore;
import io.recordsync.store.process.ProcessStore.Description;
import io.recordsync.store.process.ProcessStore.Life;
import io.recordsync.store.process.ProcessStore.Service;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProcessStoreTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private final ProcessStore processes = DATABASE.store().processes();

    @BeforeEach
    void empty() {
        DATABASE.jdbc().sql("truncate process").update();
    }

    @Test
    void aProcessThatIsLateCountsAsGoneAndBeginsUnderAnotherId() {
        begin("w-1", "rules-1", "hubspot");
        assertThat(processes.heartbeat("w-1")).hasValue(new Life(true));
        heardAgo("w-1", "16 seconds");
        assertThat(processes.services()).isEmpty();
        assertThat(processes.heartbeat("w-1")).isEmpty();
        begin("w-2", "rules-1", "hubspot");
        assertThat(processes.heartbeat("w-2")).hasValue(new Life(true));
        assertThat(processes.services()).containsExactly(new Service("hubspot", 1, 0));
    }

    @Test
    void oneOfAKindIsTheOldest() {
        begin("w-1", "rules-1");
        begin("w-2", "rules-1");
        processes.register("s-1", Description.of("starter", "test"));
        assertThat(processes.heartbeat("w-1")).hasValue(new Life(true));
        assertThat(processes.heartbeat("w-2")).hasValue(new Life(false));
        assertThat(processes.heartbeat("s-1")).hasValue(new Life(true));
        processes.end("w-1");
        assertThat(processes.heartbeat("w-2")).hasValue(new Life(true));
    }

    @Test
    void rowsOfThoseThatAreGoneAreRemovedAndWithThemWhatTheyHeld() {
        begin("w-1", "rules-1");
        DATABASE.store().circuits().open("w-1", "*", "hubspot", "down", "e-1");
        heardAgo("w-1", "11 minutes");
        begin("w-2", "rules-1");
        assertThat(DATABASE.jdbc()
                        .sql("select id from process")
                        .query(String.class)
                        .list())
                .containsExactly("w-2");
        assertThat(DATABASE.jdbc()
                        .sql("select count(*) from open_circuit")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void systemsAreServedByLiveWorkersWhetherTheirRulesNameThemOrNot() {
        begin("w-1", "rules-1", "hubspot", "salesforce");
        processes.register(
                "w-2",
                new Description(
                        ProcessStore.WORKER, "test", List.of("hubspot"), List.of("hubspot"), Optional.of("rules-2")));
        assertThat(processes.services()).containsExactly(new Service("hubspot", 2, 1), new Service("salesforce", 1, 0));
    }

    @Test
    void rulesDifferForLongOnlyWhereBothHaveLivedForLong() {
        begin("w-1", "rules-1");
        begin("w-2", "rules-2");
        assertThat(processes.rules()).containsExactly("rules-1", "rules-2");
        startedAgo("w-1", "1 hour");
        assertThat(processes.rulesForLong()).containsExactly("rules-1");
        startedAgo("w-2", "11 minutes");
        assertThat(processes.rulesForLong()).containsExactly("rules-1", "rules-2");
        processes.end("w-1");
        assertThat(processes.rulesForLong()).containsExactly("rules-2");
    }

    private void begin(String id, String rules, String... systems) {
        processes.register(
                id, new Description(ProcessStore.WORKER, "test", List.of(systems), List.of(), Optional.of(rules)));
    }

    private static void heardAgo(String id, String interval) {
        set("heartbeat_at", id, interval);
    }

    private static void startedAgo(String id, String interval) {
        set("started_at", id, interval);
    }

    private static void set(String column, String id, String interval) {
        DATABASE.jdbc()
                .sql("update process set %s = now() - interval '%s' where id = :id".formatted(column, interval))
                .param("id", id)
                .update();
    }
}
