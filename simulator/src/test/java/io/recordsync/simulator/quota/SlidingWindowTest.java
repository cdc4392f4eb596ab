package io.recordsync.simulator.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

    private final FakeClock clock = new FakeClock();

    @Test
    void aCallLeavesTheWindowWhenItIsAsOldAsTheWindowIsLong() {
        SlidingWindow window = new SlidingWindow(Duration.ofSeconds(10));
        window.add(clock.instant());

        clock.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(window.size(clock.instant())).isEqualTo(1);
        clock.advance(Duration.ofNanos(1));
        assertThat(window.size(clock.instant())).isZero();
    }

    @Test
    void theMostCallsInAnyTenSecondsAreKept() {
        CallMeter meter = new CallMeter(clock);
        for (int i = 0; i < 7; i++) {
            meter.came(CallKind.API);
            clock.advance(Duration.ofSeconds(2));
        }
        meter.came(CallKind.SEARCH);
        meter.came(CallKind.TOKEN);
        clock.advance(Duration.ofMinutes(1));
        meter.came(CallKind.API);

        assertThat(meter.counts(0, 0).maxInTenSeconds()).isEqualTo(5);
        assertThat(meter.counts(0, 0).calls()).isEqualTo(9);
        assertThat(meter.counts(0, 0).searches()).isEqualTo(1);
        assertThat(meter.counts(0, 0).tokenCalls()).isEqualTo(1);
    }
}
