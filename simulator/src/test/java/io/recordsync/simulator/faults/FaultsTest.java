package io.recordsync.simulator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultsTest {

    @Test
    void theSameSeedGivesTheSameFaults() {
        assertThat(faults(7)).isEqualTo(faults(7)).isNotEqualTo(faults(8));
    }

    @Test
    void mixedFaultsHaveEachKindAtAboutItsRate() {
        List<Fault> faults = faults(1);

        assertThat(faults.stream().map(Object::getClass).distinct()).hasSize(7);
        assertThat(faults.stream().filter(fault -> fault instanceof Fault.ServerError))
                .hasSizeBetween(240, 360);
        assertThat(faults.stream().filter(fault -> fault instanceof Fault.None)).hasSizeBetween(8_900, 9_100);
    }

    @Test
    void aboutOneRecordInAHundredIsRefusedAlwaysTheSame() {
        Faults one = new Faults(3, FaultPlan.MIXED);
        Faults same = new Faults(3, FaultPlan.MIXED);
        List<String> refused = ids().filter(one::refuses).toList();

        assertThat(refused)
                .hasSizeBetween(70, 130)
                .isEqualTo(ids().filter(same::refuses).toList());
        assertThat(ids().filter(new Faults(3, FaultPlan.NONE)::refuses)).isEmpty();
    }

    @Test
    void whatIsQueuedComesFirst() {
        Faults faults = new Faults(1, FaultPlan.NONE);
        faults.queue(new Fault.ServerError());

        assertThat(faults.next()).isEqualTo(new Fault.ServerError());
        assertThat(faults.next()).isEqualTo(new Fault.None());
    }

    @Test
    void anImpossiblePlanIsRefused() {
        assertThatThrownBy(() ->
                        new FaultPlan(0.9, 0.2, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FaultPlan.named("some")).hasMessageContaining("none and mixed");
    }

    private static List<Fault> faults(long seed) {
        Faults faults = new Faults(seed, FaultPlan.MIXED);
        return Stream.generate(faults::next).limit(10_000).toList();
    }

    private static Stream<String> ids() {
        return IntStream.range(0, 10_000).mapToObj(i -> "record-" + i);
    }
}
