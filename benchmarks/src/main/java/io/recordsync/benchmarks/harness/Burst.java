package io.recordsync.benchmarks.harness;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A number of records that are submitted at once to processes that already run and are warm, until all are settled. The
 * time is measured by the ledger, from the first accepted change to the last settled delivery.
 */
public final class Burst {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final BenchEnvironment site;
    private final Consumer<String> words;

    public Burst(BenchEnvironment site, Consumer<String> words) {
        this.site = site;
        this.words = words;
    }

    /**
     * The result of a burst.
     *
     * @param cpu the CPU time that all processes used during it
     */
    public record Figures(int events, double seconds, CpuTimes cpu) {

        public double recordsPerSecond() {
            return events / seconds;
        }
    }

    /**
     * Submits the records and waits until they are settled.
     *
     * @throws IllegalStateException if nothing happens for a minute before all are settled
     */
    public Figures run(RecordSender lane, int events) {
        long settledBefore = site.ledger().settledDeliveries();
        long effectsBefore = site.simulator().effects();
        CpuTimes cpuBefore = site.cpu().read();
        Instant launched = Instant.now();
        lane.submit(events);
        boolean settled = new Settling(PATIENCE, line -> words.accept(lane.name() + ": " + line))
                .await(
                        () -> site.simulator().effects() - effectsBefore,
                        events,
                        () -> site.ledger().settledDeliveries() - settledBefore >= events
                                && site.ledger().isQuiet());
        if (!settled) {
            throw new IllegalStateException(lane.name() + ": not all of a burst's records were settled");
        }
        CpuTimes cpu = site.cpu().read().since(cpuBefore);
        return new Figures(events, seconds(launched), cpu);
    }

    private double seconds(Instant launched) {
        Instant begin = site.ledger().firstAcceptedSince(launched).orElse(launched);
        Instant end = site.ledger().lastSettledSince(launched).orElseGet(Instant::now);
        return Duration.between(begin, end).toNanos() / 1e9;
    }
}
