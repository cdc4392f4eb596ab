package io.recordsync.benchmarks.harness;

import io.recordsync.simulator.quota.Counts;
import io.recordsync.store.status.Outcomes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One run over records that wait in Kafka before worker and starter start. The measured time begins when both are
 * ready, or at the first accepted change if that is earlier, and ends when the last delivery is settled, according to
 * the times in the ledger.
 */
public final class BacklogRun {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BenchEnvironment site;
    private final Consumer<String> words;

    /**
     * Allows any number of runs in this environment.
     *
     * @param words receives progress messages
     */
    public BacklogRun(BenchEnvironment site, Consumer<String> words) {
        this.site = site;
        this.words = words;
    }

    /**
     * The size and the settings of a run.
     *
     * @param name the name of the run, its topic and its processes; each run in an environment needs a different name
     * @param seed the seed of the messages; each run in an environment needs a different seed
     * @param settings the settings of worker and starter, in addition to those of the servers
     */
    public record Options(
            String name, long events, long seed, int partitions, int workers, Map<String, String> settings) {}

    /**
     * The result of a run.
     *
     * @param seconds the time from ready to all settled
     * @param secondsWithStart the same time with the start of worker and starter
     * @param cpu the CPU time used from ready to all settled
     * @param byTenSeconds the number of deliveries settled in each ten seconds
     * @param residentBytes the resident memory of each process at the end
     * @param liveHeapBytes the live heap of worker and starter at the end, after a garbage collection
     */
    public record Figures(
            Options options,
            double seconds,
            double secondsWithStart,
            CpuTimes cpu,
            Outcomes outcomes,
            JournalSummary tally,
            long calls,
            List<Long> byTenSeconds,
            Map<String, Long> residentBytes,
            Map<String, Long> liveHeapBytes,
            List<String> problems) {

        public double recordsPerSecond() {
            return options.events() / seconds;
        }

        public Map<String, Double> cpuSecondsPer1000() {
            return cpu.secondsPer1000(options.events());
        }
    }

    /** The state before the run. */
    private record Before(long settled, long effects, Counts counts, Outcomes outcomes) {}

    /** The times at which the processes were started, the measurement began, and the last delivery was settled. */
    private record Times(Instant launched, Instant begin, Instant end) {}

    public Figures run(Options options) {
        Before before = before();
        fill(options);
        try (Pipeline pipeline = new Pipeline(site, options.name(), options.name(), options.settings())) {
            Figures figures = measure(options, pipeline, before);
            pipeline.stop();
            return figures;
        }
    }

    private Before before() {
        return new Before(
                site.ledger().settledDeliveries(),
                site.simulator().effects(),
                site.simulator().counts(),
                site.ledger().outcomes());
    }

    private void fill(Options options) {
        site.createTopic(options.name(), options.partitions());
        try (BenchLoad load = new BenchLoad(site)) {
            load.fill(options.name(), new BenchMessages(options.seed(), BenchMessages.USUAL_BYTES), options.events());
        }
        words.accept(String.format(Locale.ROOT, "%s: %,d messages wait in Kafka", options.name(), options.events()));
    }

    private Figures measure(Options options, Pipeline pipeline, Before before) {
        Instant launched = Instant.now();
        pipeline.startWorkers(options.workers()).startStarter();
        Instant ready = Instant.now();
        CpuTimes cpuBefore = site.cpu().read();
        words.accept(options.name() + ": ready; processes " + processes());
        boolean settled = awaitSettled(options, before);
        CpuTimes cpu = site.cpu().read().since(cpuBefore);
        Instant begin = site.ledger()
                .firstAcceptedSince(launched)
                .filter(ready::isAfter)
                .orElse(ready);
        Instant end = site.ledger().lastSettledSince(launched).orElseGet(Instant::now);
        return figures(options, before, new Times(launched, begin, end), cpu, settled);
    }

    private Figures figures(Options options, Before before, Times times, CpuTimes cpu, boolean settled) {
        Map<String, Long> memory = site.cpu().residentBytes();
        Outcomes outcomes = site.ledger().outcomes().minus(before.outcomes());
        JournalSummary tally = JournalSummary.since(site.simulator(), before.effects());
        Counts counts = site.simulator().counts();
        return new Figures(
                options,
                seconds(times.begin(), times.end()),
                seconds(times.launched(), times.end()),
                cpu,
                outcomes,
                tally,
                counts.calls() - before.counts().calls(),
                site.ledger().settledByTenSeconds(times.begin(), times.end()),
                memory,
                site.cpu().liveHeapBytes(),
                problems(options, settled, outcomes, tally));
    }

    private String processes() {
        return site.cpu().running().entrySet().stream()
                .map(part -> part.getKey()
                        + part.getValue().stream()
                                .map(process -> " " + process.pid())
                                .collect(Collectors.joining()))
                .collect(Collectors.joining(", "));
    }

    private boolean awaitSettled(Options options, Before before) {
        return new Settling(PATIENCE, line -> words.accept(options.name() + ": " + line))
                .await(
                        () -> site.simulator().effects() - before.effects(),
                        options.events(),
                        () -> site.ledger().isQuiet()
                                && site.ledger().settledDeliveries() - before.settled() >= options.events());
    }

    private static double seconds(Instant begin, Instant end) {
        return Duration.between(begin, end).toMillis() / 1000.0;
    }

    /**
     * What went wrong in the run. Each record was sent once, so it must have been created once, or refused and parked.
     */
    private static List<String> problems(Options options, boolean settled, Outcomes outcomes, JournalSummary tally) {
        List<String> problems = new ArrayList<>();
        if (!settled) {
            problems.add(String.format(
                    Locale.ROOT,
                    "Not all records were settled, and there was no progress for %d seconds.",
                    PATIENCE.toSeconds()));
        }
        unequal(problems, "outcomes", outcomes.total(), options.events());
        unequal(problems, "applied and parked", outcomes.applied() + outcomes.parked(), options.events());
        unequal(problems, "applied, by the system's own journal", tally.created(), outcomes.applied());
        unequal(problems, "parked, by the system's own journal", tally.refused(), outcomes.parked());
        unequal(problems, "duplicates in the system", tally.doubled(), 0);
        return problems;
    }

    private static void unequal(List<String> problems, String what, long found, long expected) {
        if (found != expected) {
            problems.add(String.format(Locale.ROOT, "%s: %,d instead of %,d.", what, found, expected));
        }
    }
}
