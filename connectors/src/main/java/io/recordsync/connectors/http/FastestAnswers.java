package io.recordsync.connectors.http;

import io.recordsync.connectors.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shortest time that an answer has taken, among the last 100 to 200 calls of the same kind. It gives the latest
 * time at which a call can have arrived at the vendor: that much before its answer. This holds even if the call was
 * delayed by a new connection, a lost packet or a pause of this process.
 */
final class FastestAnswers {

    private static final int REMEMBERED = 100;

    private final Map<String, Shortest> kinds = new ConcurrentHashMap<>();

    /** Adds an answer's time and returns the shortest known time; zero until 100 answers have been counted. */
    Duration shortest(VendorCall call, Duration took) {
        return kinds.compute(
                        call.system() + " " + call, (kind, known) -> (known == null ? Shortest.NONE : known).with(took))
                .known();
    }

    /**
     * @param before the shortest of the previous 100 answers; zero if there were none
     * @param since the shortest of the answers since then
     * @param count the number of answers since then
     */
    private record Shortest(Duration before, Duration since, int count) {

        private static final Shortest NONE = new Shortest(Duration.ZERO, Duration.ofDays(1), 0);

        Shortest with(Duration took) {
            Duration shorter = Durations.shorter(since, took);
            return count + 1 < REMEMBERED
                    ? new Shortest(before, shorter, count + 1)
                    : new Shortest(shorter, NONE.since, 0);
        }

        Duration known() {
            return Durations.shorter(before, since);
        }
    }
}
