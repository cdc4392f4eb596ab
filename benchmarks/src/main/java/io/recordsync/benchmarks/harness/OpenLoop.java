package io.recordsync.benchmarks.harness;

import io.recordsync.devstack.demo.Latency;
import io.recordsync.simulator.store.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends events at fixed times, independently of the events before, and measures how long each took until its effect at
 * the system. The time counts from when an event was due to be sent, so that delays of the sender are included.
 */
public final class OpenLoop {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final BenchEnvironment site;
    private final String topic;
    private final BenchMessages messages;

    public OpenLoop(BenchEnvironment site, String topic, BenchMessages messages) {
        this.site = site;
        this.topic = topic;
        this.messages = messages;
    }

    /**
     * The result at one rate.
     *
     * @param rate the events a second
     * @param events the number of events sent
     * @param seconds how long the sending took
     */
    public record Figures(double rate, int events, double seconds, Latency latency, List<String> problems) {

        /** The percentile in milliseconds, or 0 if no event had an effect. */
        public double millis(int percent) {
            return latency.sorted().isEmpty() ? 0 : latency.percentile(percent).toNanos() / 1e6;
        }
    }

    public Figures run(double rate, int events) {
        long effectsBefore = site.simulator().effects();
        long begun = System.nanoTime();
        Map<String, Instant> due = send(rate, events);
        double seconds = (System.nanoTime() - begun) / 1e9;
        boolean arrived = new Settling(PATIENCE, line -> {})
                .await(() -> site.simulator().effects() - effectsBefore, events, () -> true);
        Map<String, Instant> effects = new HashMap<>();
        site.simulator().journal(effectsBefore, entry -> note(entry, effects));
        return new Figures(rate, events, seconds, latency(due, effects), problems(arrived, rate, events, effects));
    }

    private Map<String, Instant> send(double rate, int events) {
        Map<String, Instant> due = new HashMap<>();
        Instant start = Instant.now();
        long begun = System.nanoTime();
        try (BenchLoad load = new BenchLoad(site)) {
            for (int n = 0; n < events; n++) {
                long after = (long) (n * 1e9 / rate);
                awaitNanos(begun + after);
                due.put(load.send(topic, messages), start.plusNanos(after));
            }
            load.flush();
        }
        return due;
    }

    private static void awaitNanos(long time) {
        while (System.nanoTime() < time) {
            LockSupport.parkNanos(time - System.nanoTime());
        }
    }

    private static void note(JournalEntry entry, Map<String, Instant> effects) {
        if (entry.isWrite()) {
            effects.putIfAbsent(entry.externalId(), entry.time());
        }
    }

    private static Latency latency(Map<String, Instant> due, Map<String, Instant> effects) {
        return new Latency(due.entrySet().stream()
                .flatMap(event -> Optional.ofNullable(effects.get(event.getKey())).stream()
                        .map(effect -> Duration.between(event.getValue(), effect)))
                .sorted()
                .toList());
    }

    private static List<String> problems(boolean arrived, double rate, int events, Map<String, Instant> effects) {
        return arrived && effects.size() == events
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "At %.1f events per second, only %,d of %,d events had an effect.",
                        rate,
                        effects.size(),
                        events));
    }
}
