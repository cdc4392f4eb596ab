package io.recordsync.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class VendorClockTest {

    private static final Instant OURS = Instant.parse("2026-11-20T12:00:00Z");

    private final VendorClock clock = new VendorClock(() -> OURS);

    @Test
    void beforeTheFirstAnswerItIsOurTime() {
        assertThat(clock.now()).isEqualTo(OURS);
    }

    @Test
    void anAnswersDateIsTheVendorsTimeUntilAnotherAnswerStatesOne() {
        clock.adjust(answer(Headers.of("Date", "Fri, 20 Nov 2026 11:58:30 GMT")));
        clock.adjust(answer(Headers.of()));

        assertThat(clock.now()).isEqualTo(OURS.minusSeconds(90));
    }

    @Test
    void aSmallDifferenceIsNoDifferenceOfTheClocks() {
        assertThat(clock.ahead()).isZero();
        clock.adjust(answer(Headers.of("Date", "Fri, 20 Nov 2026 11:59:57 GMT")));
        assertThat(clock.ahead()).isZero();
        clock.adjust(answer(Headers.of("Date", "Fri, 20 Nov 2026 12:10:00 GMT")));
        assertThat(clock.ahead()).isEqualTo(Duration.ofMinutes(10));
        clock.adjust(answer(Headers.of("Date", "Fri, 20 Nov 2026 11:50:00 GMT")));
        assertThat(clock.ahead()).isEqualTo(Duration.ofMinutes(-10));
    }

    private static VendorResponse answer(Headers headers) {
        VendorCall call = VendorCall.read("/contacts", HttpUrl.get("https://crm.example.com/contacts"));
        return new VendorResponse(call, 200, Optional.empty(), headers, ByteString.EMPTY);
    }
}
