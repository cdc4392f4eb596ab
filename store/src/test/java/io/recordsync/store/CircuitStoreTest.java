package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.CircuitStore.OpenCircuit;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CircuitStoreTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private final CircuitStore circuits = DATABASE.store().circuits();

    @Test
    void aCircuitIsOpenUntilItIsClosed() {
        assertThat(circuits.open("default", "hubspot", "refused", "e-1")).isTrue();
        assertThat(circuits.open(CircuitStore.ALL_TENANTS, "hubspot", "down", "e-2"))
                .isTrue();
        assertThat(circuits.open()).extracting(OpenCircuit::tenant).containsExactly("*", "default");
        assertThat(circuits.close("default", "hubspot")).isTrue();
        assertThat(circuits.open()).extracting(OpenCircuit::tenant).containsExactly("*");
        assertThat(circuits.close("default", "hubspot")).isFalse();
    }

    @Test
    void anOpenCircuitKeepsItsFirstReasonAndTime() {
        circuits.open("default", "hubspot", "first", "e-1");
        OpenCircuit first = circuits.open().getFirst();
        assertThat(circuits.open("default", "hubspot", "second", "e-2")).isFalse();
        assertThat(circuits.open()).containsExactly(first);
    }

    @Test
    void ofManyWhoOpenACircuitOneIsTheFirst() throws Exception {
        Queue<Boolean> firsts = new ConcurrentLinkedQueue<>();
        Crowd.of(8, (thread, random) -> firsts.add(circuits.open("default", "hubspot", "down", "e-" + thread)));
        assertThat(firsts).containsOnlyOnce(true);
    }
}
