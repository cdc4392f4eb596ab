package io.recordsync.connectors.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long an answer takes at least, once its call has arrived: the shortest of the last hundred or two. By it a call's arrival at the vendor is told: so long
 * before its answer at the latest, even where it was held up on its way by a new connection, a lost packet or a pause of this process.
 */
final class FastestAnswers {

    private static final int REMEMBERED = 100;

    private final Map<String, Shortest> kinds = new ConcurrentHashMap<>();

    /** Learns from an answer; returns the shortest time that is known, which is zero until there were a hundred. */
    Duration shortest(VendorCall call, Duration took) {
        return kinds.compute(
                        call.system() + " " + call, (kind, known) -> (known == null ? Shortest.NONE : known).with(took))
                .known();
    }

    /**
     * @param before of the hundred before; zero if there were none
     * @param since of those since then
     * @param count of those since then
     */
    private record Shortest(Duration before, Duration since, int count) {

        private static final Shortest NONE = new Shortest(Duration.ZERO, Duration.ofDays(1), 0);

        Shortest with(Duration took) {
            Duration shorter = shorter(since, took);
            return count + 1 < REMEMBERED
                    ? new Shortest(before, shorter, count + 1)
                    : new Shortest(shorter, NONE.since, 0);
        }

        Duration known() {
            return shorter(before, since);
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }
}
