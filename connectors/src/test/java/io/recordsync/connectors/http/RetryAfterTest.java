package io.recordsync.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void secondsAreSeconds() {
        assertThat(RetryAfter.parse(" 7 ", NOW)).contains(Duration.ofSeconds(7));
    }

    @Test
    void aDateIsTheTimeUntilIt() {
        assertThat(RetryAfter.parse("Fri, 20 Nov 2026 12:00:30 GMT", NOW)).contains(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1795176030",
                "2026-11-20T12:00:30Z",
                "2026-11-20T12:00:30.000Z",
                "2026-11-20T12:00:30",
                "2026-11-20T14:00:30+02:00"
            })
    void aSecondOfTheEpochAndAnIsoTimeAreTheTimeUntilThem(String header) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "86400",
                "99999999999999999999",
                "Fri, 20 Nov 2099 12:00:00 GMT",
                "9999999999",
                "2099-01-01T00:00:00Z"
            })
    void itIsAnHourAtMost(String header) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofHours(1));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "-5",
                "soon",
                "1.5",
                "Fri, 20 Nov 2026 11:00:00 GMT",
                "Fri, 99 Nov 2026",
                "1795175000",
                "2026-11-20"
            })
    void whatSaysNothingIsEmpty(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }

    @Property(tries = 200, seed = "2026")
    void noTextBreaksIt(@ForAll String header) {
        assertThat(RetryAfter.parse(header, NOW).orElse(Duration.ofHours(1)))
                .isBetween(Duration.ofNanos(1), Duration.ofHours(1));
    }
}
