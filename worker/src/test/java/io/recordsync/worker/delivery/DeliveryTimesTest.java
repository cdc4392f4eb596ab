package io.recordsync.worker.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTimesTest {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int MIN_MILLIS = 100;
    private static final int MAX_MILLIS = 600_000;

    /** Values of {@code HTTP_TIMEOUT} in milliseconds, from the shortest to the longest that is allowed. */
    @ParameterizedTest
    @ValueSource(longs = {MIN_MILLIS, 1_500, 30_000, MAX_MILLIS})
    void anActivityHasTimeForATokenALookUpAndItsWrite(long millis) {
        Duration call = Duration.ofMillis(millis);
        assertThat(DeliveryTimes.forCalls(call, GRACE).activity())
                .isGreaterThan(call.multipliedBy(2).plusSeconds(5));
    }

    /** Pairs of {@code HTTP_TIMEOUT}: of the process that starts an activity, and of the process that executes it. */
    static Stream<Duration[]> pairs() {
        Random random = new Random(7);
        Stream<Duration[]> some = Stream.generate(() -> pair(timeout(random), timeout(random)));
        return Stream.concat(Stream.of(pair(MIN_MILLIS, MAX_MILLIS), pair(MAX_MILLIS, MIN_MILLIS)), some.limit(100));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void acrossProcessesACallEndsBeforeItsActivityAndTheActivityBeforeItsLease(Duration starts, Duration carriesOut) {
        Duration startToClose = DeliveryTimes.forCalls(starts, GRACE).activity();

        DeliveryTimes times = DeliveryTimes.forCalls(carriesOut, GRACE).within(startToClose);

        assertThat(times.calls()).isPositive().isLessThan(startToClose);
        assertThat(times.activity()).isEqualTo(startToClose).isLessThan(times.lease());
        assertThat(times.calls().plus(carriesOut)).isLessThan(times.lease());
    }

    private static int timeout(Random random) {
        return random.nextInt(MIN_MILLIS, MAX_MILLIS);
    }

    private static Duration[] pair(int starts, int carriesOut) {
        return new Duration[] {Duration.ofMillis(starts), Duration.ofMillis(carriesOut)};
    }
}
