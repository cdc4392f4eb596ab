package io.recordsync.starter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinceTimeTest {

    private static final Instant NOW = Instant.parse("2026-01-20T17:16:48Z");

    @ParameterizedTest
    @CsvSource({
        "2026-01-19, 2026-01-19T00:00:00Z",
        "2026-01-20T10:00:00+02:00, 2026-01-20T08:00:00Z",
        "2026-01-20T10:00:00.5Z, 2026-01-20T10:00:00.500Z",
        "7d, 2026-01-13T17:16:48Z",
        "12h, 2026-01-20T05:16:48Z",
        "30M, 2026-01-20T16:46:48Z",
    })
    void aDateATimeAndASpanAreUnderstood(String text, Instant time) {
        assertThat(SinceTime.parse(text, NOW)).contains(time);
    }

    @Test
    void anythingElseAndATimeToComeAreRefused() {
        assertThat(List.of(
                        "",
                        "yesterday",
                        "7",
                        "7w",
                        "2026-13-01",
                        "2026-01-21",
                        "2026-01-20T18:00:00Z",
                        "2026-01-20T10:00"))
                .allMatch(text -> SinceTime.parse(text, NOW).isEmpty());
    }
}
