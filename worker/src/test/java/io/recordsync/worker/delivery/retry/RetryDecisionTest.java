package io.recordsync.worker.delivery.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.worker.delivery.retry.RetryDecision.Next;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryDecisionTest {

    private static final Duration PROBES = Duration.ofSeconds(5);
    private static final RetryPolicy PLAIN = new RetryPolicy(5, false, new SplittableRandom(1), PROBES);
    private static final RetryPolicy JITTERED = new RetryPolicy(5, true, new SplittableRandom(1), PROBES);

    @ParameterizedTest
    @CsvSource({
        "TRANSIENT,       true,  RETRY, true",
        "UNAVAILABLE,     true,  RETRY, true",
        "UNAVAILABLE,     false, RETRY, false",
        "RATE_LIMITED,    true,  RETRY, false",
        "ACCOUNT_REFUSED, true,  RETRY, false",
        "PERMANENT,       true,  PARK,  true",
    })
    void eachKindOfErrorHasItsPrice(ErrorKind kind, boolean costs, Next next, boolean charged) {
        RetryDecision decision = RetryDecision.on(failure(kind, null), 0, costs, PLAIN);

        assertThat(decision.next()).isEqualTo(next);
        assertThat(decision.charged()).isEqualTo(charged);
    }

    @Test
    void theDelaysDoubleFromTwoToThirtyTwoSecondsThenTheDeliveryParks() {
        List<RetryDecision> verdicts = IntStream.rangeClosed(0, 5)
                .mapToObj(attempts -> RetryDecision.on(failure(ErrorKind.TRANSIENT, null), attempts, true, PLAIN))
                .toList();

        assertThat(verdicts.subList(0, 5))
                .extracting(decision -> decision.delay().toSeconds())
                .containsExactly(2L, 4L, 8L, 16L, 32L);
        assertThat(verdicts.get(5).next()).isEqualTo(Next.PARK);
    }

    @ParameterizedTest
    @CsvSource({"0, 2000", "1, 4000", "2, 8000", "3, 16000", "4, 32000"})
    void fullJitterTakesAnyPartOfTheDelay(int attempts, long mostMillis) {
        List<Long> delays = IntStream.range(0, 2000)
                .mapToObj(n -> JITTERED.afterFailure(attempts, Optional.empty()).toMillis())
                .toList();

        assertThat(delays).allMatch(delay -> delay >= 0 && delay <= mostMillis);
        assertThat(delays).anyMatch(delay -> delay < mostMillis / 10).anyMatch(delay -> delay > mostMillis * 9 / 10);
    }

    @Test
    void whatTheSystemAsksForWinsAndIsBounded() {
        assertThat(RetryDecision.on(failure(ErrorKind.TRANSIENT, Duration.ofSeconds(77)), 0, true, JITTERED)
                        .delay())
                .isEqualTo(Duration.ofSeconds(77));
        assertThat(RetryDecision.on(failure(ErrorKind.TRANSIENT, Duration.ofDays(9)), 0, true, JITTERED)
                        .delay())
                .isEqualTo(Duration.ofHours(1));
        assertThat(RetryDecision.on(failure(ErrorKind.RATE_LIMITED, Duration.ofSeconds(77)), 0, true, JITTERED)
                        .delay())
                .isBetween(Duration.ofSeconds(77), Duration.ofSeconds(79));
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            names = {"RATE_LIMITED", "ACCOUNT_REFUSED"})
    void whatIsFreeNeverParks(ErrorKind kind) {
        assertThat(RetryDecision.on(failure(kind, null), 1000, true, PLAIN).next())
                .isEqualTo(Next.RETRY);
    }

    @Test
    void anOutageNeverParksWhatHasPaidForIt() {
        assertThat(RetryDecision.on(failure(ErrorKind.UNAVAILABLE, null), 5, false, PLAIN)
                        .next())
                .isEqualTo(Next.RETRY);
    }

    @Test
    void afterACallThatMayStillTakeEffectTheGraceIsWaitedOut() {
        RetryDecision soon = RetryDecision.on(failure(ErrorKind.TRANSIENT, null), 0, true, PLAIN);

        assertThat(soon.notBefore(Duration.ofSeconds(10)).delay()).isEqualTo(Duration.ofSeconds(10));
        assertThat(soon.notBefore(Duration.ofSeconds(1)).delay()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void noDelayIsZeroForTemporalWouldNeverTryAgain() {
        assertThat(ActivityFailures.attemptFailed("it failed.", Duration.ZERO).getNextRetryDelay())
                .isPositive();
        assertThat(ActivityFailures.waiting("it waits", Duration.ofSeconds(-1)).getNextRetryDelay())
                .isPositive();
    }

    @Test
    void onlyAPermanentErrorIsNotTriedAgainSlowly() {
        assertThat(ErrorKind.values())
                .filteredOn(kind -> !RetryDecision.mayPass(kind))
                .containsExactly(ErrorKind.PERMANENT);
    }

    private static ConnectorException failure(ErrorKind kind, @Nullable Duration retryAfter) {
        return new ConnectorException(kind, "CODE", "It failed.", false, retryAfter, null);
    }
}
