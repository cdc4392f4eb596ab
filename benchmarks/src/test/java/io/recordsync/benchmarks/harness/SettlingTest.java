package io.recordsync.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private final Settling settling = new Settling(Duration.ofMillis(700), line -> {});

    @Test
    void theLedgerIsAskedOnlyWhenTheSystemHasSeenAll() {
        AtomicLong effects = new AtomicLong();
        AtomicInteger asked = new AtomicInteger();

        boolean settled = settling.await(effects::incrementAndGet, 3, () -> {
            assertThat(effects).hasValueGreaterThanOrEqualTo(3);
            return asked.incrementAndGet() == 2;
        });

        assertThat(settled).isTrue();
        assertThat(asked).hasValue(2);
    }

    @Test
    void aRunInWhichNothingHappensAnyMoreIsGivenUp() {
        assertThat(settling.await(() -> 5, 10, () -> true)).isFalse();
    }
}
