package io.recordsync.starter.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.starter.events.Reading.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HostileEventsTest {

    private static final String MARKER = "M4RK3R";

    @Property(tries = 500, seed = "1")
    void anyBytesAreAnswered(@ForAll byte[] bytes) {
        assertThat(Samples.READER.read(Samples.message(bytes, Map.of()))).isNotNull();
    }

    @Property(tries = 500, seed = "1")
    void anyHeadersAreAnswered(@ForAll("cloudHeaders") Map<String, String> headers) {
        assertThat(Samples.READER.read(Samples.message("{}".getBytes(StandardCharsets.UTF_8), headers)))
                .isNotNull();
    }

    @Property(tries = 1000, seed = "1")
    void aMutatedEventIsAnsweredAndItsReasonHoldsNothingOfIt(@ForAll("mutated") String event) {
        if (Samples.read(event) instanceof Unreadable unreadable) {
            assertThat(unreadable.reason()).doesNotContain(MARKER).hasSizeLessThan(200);
        }
    }

    @Provide
    Arbitrary<Map<String, String>> cloudHeaders() {
        Arbitrary<String> names = Arbitraries.of(
                "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "content-type");
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of("1.0", "x.created", "x.deleted", "contact/1", "2024-01-15T10:30:00Z"),
                Arbitraries.strings());
        return Arbitraries.maps(names, values);
    }

    /** A sample with some values replaced and some bytes removed. */
    @Provide
    Arbitrary<String> mutated() {
        Arbitrary<String> samples = Arbitraries.of(Samples.CUSTOMER, Samples.RECORD, Samples.CLOUD, Samples.DEBEZIUM);
        Arbitrary<String> values = Arbitraries.of(
                "\"" + MARKER + "\"",
                "7",
                "-1e99",
                "null",
                "[\"" + MARKER + "\"]",
                "{\"" + MARKER + "\":1}",
                "\"\"",
                MARKER,
                "true");
        Arbitrary<Integer> places = Arbitraries.integers().between(0, 24);
        return Combinators.combine(samples, places, values, places).as(HostileEventsTest::mutate);
    }

    private static String mutate(String sample, int place, String value, int cut) {
        String[] parts = sample.split("(?<=:)", -1);
        int at = place % (parts.length - 1) + 1;
        parts[at] = parts[at].replaceFirst("\"[^\"]*\"|\\d+|null", value);
        String mutated = String.join("", parts);
        return cut == 0 ? mutated.substring(0, mutated.length() / 2) : mutated;
    }
}
