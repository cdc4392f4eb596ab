package io.recordsync.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123Z");
    private static final Duration LAG = Duration.ofMinutes(10);

    @Test
    void aPositionComesBackFromItsCursor() {
        Keyset position = new Keyset(NOON, "003RS", Optional.of(NOON.minusSeconds(60)));

        assertThat(Keyset.of(position.cursor())).isEqualTo(position);
        assertThat(Keyset.of(Keyset.at(NOON).cursor())).isEqualTo(Keyset.at(NOON));
    }

    @Test
    void theBeginningAndATimeArePositionsToo() {
        assertThat(Keyset.of(Cursor.BEGINNING)).isEqualTo(Keyset.at(Instant.EPOCH));
        assertThat(Keyset.of(Cursor.since(NOON))).isEqualTo(Keyset.at(NOON));
    }

    @Test
    void whatChangedLongAgoIsCertain() {
        Keyset next = Keyset.at(Instant.EPOCH).behind(NOON, "a", NOON.plus(LAG), LAG);

        assertThat(next.end()).isEqualTo(next.cursor());
    }

    @Test
    void aReadStepsBackToTheFirstChangesThatWereNotCertain() {
        Keyset first = Keyset.at(Instant.EPOCH).behind(NOON, "a", NOON.plusSeconds(1), LAG);
        Keyset second = first.behind(NOON.plusSeconds(3_600), "b", NOON.plusSeconds(3_601), LAG);

        assertThat(second.end()).isEqualTo(Cursor.since(NOON.plusSeconds(1).minus(LAG)));
    }

    @Test
    void aReadDoesNotStepBackBehindItsStart() {
        Keyset next = Keyset.at(NOON).behind(NOON.plusSeconds(5), "a", NOON.plusSeconds(6), LAG);

        assertThat(next.end()).isEqualTo(Cursor.since(NOON));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "after:",
                "after:,,",
                "after:now,,a",
                "after:2026-11-20T12:00:00Z,then,a",
                "after:2026-11-20T12:00:00Z,,a'b"
            })
    void whatIsNoPlaceIsRefused(String text) {
        assertThatThrownBy(() -> Keyset.of(new Cursor(text))).isInstanceOf(IllegalArgumentException.class);
    }
}
