package io.recordsync.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VendorClockTest {

    private static final Instant OURS = Instant.parse("2026-11-20T12:00:00Z");

    private final VendorClock clock = new VendorClock(() -> OURS);

    @Test
    void beforeTheFirstAnswerItIsOurTime() {
        assertThat(clock.now()).isEqualTo(OURS);
        assertThat(clock.ahead()).isZero();
    }

    @Test
    void anAnswersDateIsTheVendorsTimeUntilAnotherAnswerStatesOne() {
        tells("2026-11-20T11:58:30Z");
        clock.adjust(Optional.empty(), OURS, OURS);

        assertThat(clock.now()).isEqualTo(OURS.minusSeconds(90));
    }

    @Test
    void aSmallDifferenceIsNoDifferenceOfTheClocks() {
        tells("2026-11-20T11:59:57Z");
        assertThat(clock.ahead()).isZero();
        tells("2026-11-20T12:10:00Z");
        assertThat(clock.ahead()).isEqualTo(Duration.ofMinutes(10));
        tells("2026-11-20T11:50:00Z");
        assertThat(clock.ahead()).isEqualTo(Duration.ofMinutes(-10).plusSeconds(1));
    }

    @Test
    void aCallThatTakesLongDoesNotPutTheVendorsClockBack() {
        clock.adjust(Optional.of(OURS.minusSeconds(28)), OURS.minusSeconds(30), OURS);

        assertThat(clock.ahead()).isZero();
    }

    private void tells(String date) {
        clock.adjust(Optional.of(Instant.parse(date)), OURS, OURS);
    }
}
