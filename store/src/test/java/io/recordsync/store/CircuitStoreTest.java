package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.process.CircuitStore;
import io.recordsync.store.process.CircuitStore.OpenCircuit;
import io.recordsync.store.process.ProcessStore;
import io.recordsync.store.process.ProcessStore.Description;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CircuitStoreTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final String ONE = Database.WORKER;
    private static final String OTHER = "w-2";

    private final CircuitStore circuits = DATABASE.store().circuits();
    private final ProcessStore processes = DATABASE.store().processes();

    @Test
    void aCircuitIsOpenUntilItIsClosed() {
        assertThat(circuits.open(ONE, "default", "hubspot", "refused", "e-1")).isTrue();
        assertThat(circuits.open(ONE, CircuitStore.ALL_TENANTS, "hubspot", "down", "e-2"))
                .isTrue();
        assertThat(circuits.open()).extracting(OpenCircuit::tenant).containsExactly("*", "default");
        assertThat(circuits.close(ONE, "default", "hubspot")).isTrue();
        assertThat(circuits.open()).extracting(OpenCircuit::tenant).containsExactly("*");
        assertThat(circuits.close(ONE, "default", "hubspot")).isFalse();
    }

    @Test
    void anOpenCircuitKeepsItsFirstReasonAndTime() {
        circuits.open(ONE, "default", "hubspot", "first", "e-1");
        OpenCircuit first = circuits.open().getFirst();
        assertThat(circuits.open(ONE, "default", "hubspot", "second", "e-2")).isFalse();
        assertThat(circuits.open()).containsExactly(first);
    }

    @Test
    void itIsOpenAsLongAsOneOfThoseThatOpenedItSaysSo() {
        begin(OTHER);
        circuits.open(ONE, "default", "hubspot", "first", "e-1");
        assertThat(circuits.open(OTHER, "default", "hubspot", "second", "e-2")).isFalse();
        assertThat(circuits.close(ONE, "default", "hubspot")).isFalse();
        assertThat(circuits.open()).hasSize(1);
        assertThat(circuits.close(OTHER, "default", "hubspot")).isTrue();
        assertThat(circuits.open()).isEmpty();
    }

    /** A worker that lost its network connection, and was then removed, did not close its circuits. */
    @Test
    void whatAProcessHeldThatIsGoneIsClosed() {
        begin(OTHER);
        circuits.open(OTHER, "default", "hubspot", "unreachable", "e-1");
        DATABASE.jdbc()
                .sql("update process set heartbeat_at = now() - interval '16 seconds' where id = 'w-2'")
                .update();
        assertThat(circuits.open()).isEmpty();
        assertThat(circuits.open(ONE, "default", "hubspot", "down", "e-2")).isTrue();
        assertThat(circuits.open()).extracting(OpenCircuit::reason).containsExactly("down");
    }

    @Test
    void whatALiveProcessHoldsStaysOpenWhenAnotherBegins() {
        circuits.open(ONE, "*", "hubspot", "down", "e-1");
        begin(OTHER);
        circuits.closeUnheld(List.of("hubspot"));
        assertThat(circuits.open()).hasSize(1);
    }

    /** A worker of an older release writes a row without a process, because it does not know processes. */
    @Test
    void whatABuildBeforeHasOpenedIsOpenUntilSomebodyClosesItOrStarts() {
        String before =
                "insert into open_circuit (tenant, system, reason, error_id) values ('*', 'hubspot', 'down', 'e-0')";
        DATABASE.jdbc().sql(before).update();
        assertThat(circuits.open(ONE, "*", "hubspot", "down", "e-1")).isFalse();
        assertThat(circuits.open()).extracting(OpenCircuit::errorId).containsExactly("e-0");
        assertThat(circuits.close(ONE, "*", "hubspot")).isTrue();
        DATABASE.jdbc().sql(before).update();
        circuits.closeUnheld(List.of("salesforce"));
        assertThat(circuits.open()).hasSize(1);
        circuits.closeUnheld(List.of("hubspot"));
        assertThat(circuits.open()).isEmpty();
    }

    @Test
    void ofManyWhoOpenACircuitOneIsTheFirst() throws Exception {
        Queue<Boolean> firsts = new ConcurrentLinkedQueue<>();
        Crowd.of(8, (thread, random) -> firsts.add(circuits.open(ONE, "default", "hubspot", "down", "e-" + thread)));
        assertThat(firsts).containsOnlyOnce(true);
    }

    private void begin(String process) {
        processes.register(process, Description.of("worker", "test"));
    }
}
