package io.recordsync.worker.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTimesTest {

    /** From the shortest to the longest HTTP_TIMEOUT. */
    @ParameterizedTest
    @ValueSource(longs = {100, 1_500, 30_000, 600_000})
    void aCallEndsBeforeItsActivityAndTheActivityBeforeItsLease(long millis) {
        Duration call = Duration.ofMillis(millis);

        DeliveryTimes times = DeliveryTimes.forCalls(call, Duration.ofSeconds(10));

        assertThat(times.activity()).isGreaterThan(call.multipliedBy(2).plusSeconds(5));
        assertThat(times.lease()).isGreaterThan(times.activity());
    }
}
