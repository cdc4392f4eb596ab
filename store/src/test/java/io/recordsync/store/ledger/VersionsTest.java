package io.recordsync.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.ledger.Version.Kind;
import io.recordsync.store.ledger.Versions.OfSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How versions are written in the ledger by this release, earlier and later ones. */
class VersionsTest {

    private static final Version FIVE = Version.ofNumber(new BigDecimal(5));
    private static final Version NOON = Version.ofTime(Instant.EPOCH);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sources\":{},\"setBy\":{}}",
                "{\"sources\":{\"crm\":{\"base\":\"n:5\",\"fields\":{\"a\":\"n:6\"}},"
                        + "\"erp\":{\"fields\":{\"b\":\"t:1.5\"}}},\"setBy\":{\"a\":\"crm\"}}"
            })
    void whatASourceSaidInOneKindStandsAsInEarlierReleases(String json) {
        assertThat(JsonColumns.versions(JsonColumns.versions(json))).isEqualTo(json);
    }

    @Test
    void whatEarlierReleasesMixedIsTakenApart() {
        Versions versions = JsonColumns.versions("{\"sources\":{\"crm\":{\"base\":\"n:5\",\"fields\":{\"a\":\"t:0\"}},"
                + "\"none\":{\"base\":null,\"fields\":{}}},\"setBy\":{}}");
        assertThat(versions.of("crm"))
                .isEqualTo(new OfSource(
                        Map.of(Kind.NUMBER, new Ages(FIVE, Map.of()), Kind.TIME, new Ages(null, Map.of("a", NOON))),
                        null,
                        Map.of()));
        assertThat(versions.of("none")).isEqualTo(OfSource.NONE);
    }

    @Test
    void allKindsAndThePlaceComeBack() {
        Versions versions = new Versions(
                Map.of(
                        "crm",
                        new OfSource(
                                Map.of(
                                        Kind.NUMBER,
                                        new Ages(FIVE, Map.of("a", Version.lowest(Kind.NUMBER))),
                                        Kind.TIME,
                                        new Ages(NOON, Map.of()),
                                        Kind.EVENT_TIME,
                                        new Ages(null, Map.of("a", Version.ofEventTime(Instant.MAX)))),
                                new LogPlace("kafka:a@b/3", 1234),
                                Map.of("a", "0123456789abcdef"))),
                Map.of(),
                Map.of("a", Instant.parse("2026-01-20T17:16:48.933Z")));
        assertThat(JsonColumns.versions(JsonColumns.versions(versions))).isEqualTo(versions);
    }
}
