package io.recordsync.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class FastestAnswersTest {

    private static final VendorCall CALL = call("/things");

    private final FastestAnswers times = new FastestAnswers();

    @Test
    void nothingIsKnownUntilAHundredAnswers() {
        assertThat(after(99, 900)).isZero();
        assertThat(after(1, 900)).isEqualTo(Duration.ofMillis(900));
    }

    @Test
    void shorterTimesAreKnownAtOnce() {
        after(100, 900);
        assertThat(after(1, 20)).isEqualTo(Duration.ofMillis(20));
        assertThat(after(100, 900)).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void theShortestOfLongAgoIsForgotten() {
        after(1, 20);
        assertThat(after(199, 900)).isEqualTo(Duration.ofMillis(900));
    }

    @Test
    void eachKindOfCallHasItsOwn() {
        after(100, 1_000);
        assertThat(times.shortest(call("/others"), Duration.ofSeconds(1))).isZero();
    }

    private Duration after(int answers, int millis) {
        return IntStream.range(0, answers)
                .mapToObj(n -> times.shortest(CALL, Duration.ofMillis(millis)))
                .toList()
                .getLast();
    }

    private static VendorCall call(String path) {
        return VendorCall.read(path, HttpUrl.get("http://test.invalid" + path));
    }
}
