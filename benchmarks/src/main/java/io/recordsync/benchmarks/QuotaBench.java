package io.recordsync.benchmarks;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.BenchMessages;
import io.recordsync.benchmarks.harness.BenchTable;
import io.recordsync.benchmarks.harness.BenchTarget;
import io.recordsync.benchmarks.harness.Burst;
import io.recordsync.benchmarks.harness.Burst.Figures;
import io.recordsync.benchmarks.harness.JournalSummary;
import io.recordsync.benchmarks.harness.KafkaRecordSender;
import io.recordsync.benchmarks.harness.Pipeline;
import io.recordsync.benchmarks.harness.RecordSender;
import io.recordsync.benchmarks.harness.Result;
import io.recordsync.benchmarks.harness.Rounded;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.Counts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code recordsync bench quota}. */
@Command(
        name = "quota",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how much of an account's quota is used, and that it is not exceeded.",
            "",
            "A burst of records is sent to HubSpot, whose account allows 100 calls in any 10 seconds. A call carries"
                    + " 100 records. An earlier burst warms up the workers and the starter, and a whole window"
                    + " without calls follows it.",
            "Goal: the burst ends within the time that events / 100 calls take, plus 10 percent, and no call is"
                    + " answered with 429."
        },
        footer = {"", "Example:", "  recordsync bench quota --events 20000 --workers 3"})
final class QuotaBench implements Callable<Integer> {

    private static final String TOPIC = "quota-events";
    private static final int WARM_UP = 10_000;
    private static final int CALLS_A_WINDOW = AccountPlan.HUBSPOT_STARTER.perWindow();
    private static final int WINDOW_SECONDS = 10;
    private static final double SLACK = 1.1;

    @Option(names = "--events", defaultValue = "10000", description = "The number of events; default: ${DEFAULT-VALUE}")
    private int events;

    @Option(
            names = "--workers",
            defaultValue = "1",
            description = "The number of worker processes; default: ${DEFAULT-VALUE}")
    private int workers;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Override
    public Integer call() {
        options.require(events >= 1 && workers >= 1, "--events and --workers must be at least 1.");
        return options.run(BenchTarget.HUBSPOT.system(), false, this::measure);
    }

    /** The result of a run. */
    private record Run(Figures figures, long calls, long limited, int mostInTenSeconds, List<String> problems) {}

    private Result measure(BenchEnvironment site) {
        site.createTopic(TOPIC, 6);
        try (Pipeline pipeline = new Pipeline(site, "quota", TOPIC, BenchTarget.HUBSPOT.settings());
                RecordSender lane = new KafkaRecordSender(
                        site, "quota", TOPIC, new BenchMessages(options.seed(), BenchMessages.USUAL_BYTES))) {
            pipeline.startWorkers(workers).startStarter();
            Burst burst = new Burst(site, options::say);
            burst.run(lane, WARM_UP);
            options.say("The warm-up has ended. Now a window without calls passes");
            awaitEmptyWindow();
            return result(measure(site, burst, lane));
        }
    }

    private Run measure(BenchEnvironment site, Burst burst, RecordSender lane) {
        Counts before = site.simulator().counts();
        long effects = site.simulator().effects();
        Figures figures = burst.run(lane, events);
        Counts after = site.simulator().counts();
        return new Run(
                figures,
                after.calls() - before.calls(),
                after.rateLimited(),
                after.maxInTenSeconds(),
                JournalSummary.since(site.simulator(), effects).problems(events));
    }

    private static void awaitEmptyWindow() {
        try {
            Thread.sleep(Duration.ofSeconds(WINDOW_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two bursts", e);
        }
    }

    private Result result(Run run) {
        return new Result(
                "quota",
                table(run),
                figures(run),
                settings(),
                run.figures().seconds(),
                cpuSecondsPer1000(run),
                run.problems());
    }

    private static Map<String, Double> cpuSecondsPer1000(Run run) {
        return run.figures().cpu().secondsPer1000(run.figures().events());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = options.reported(BenchTarget.HUBSPOT.settings());
        settings.put("workers", workers);
        settings.put("callsInTenSeconds", CALLS_A_WINDOW);
        return settings;
    }

    /**
     * The shortest time in seconds in which the quota allows the smallest number of calls that can carry the records.
     */
    private double leastSeconds() {
        return Math.ceil((double) events / BenchTarget.HUBSPOT.largestBatch()) * WINDOW_SECONDS / CALLS_A_WINDOW;
    }

    private static double secondsOfCalls(Run run) {
        return (double) run.calls() * WINDOW_SECONDS / CALLS_A_WINDOW;
    }

    private Map<String, Object> figures(Run run) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("recordsPerSecond", Rounded.to(1, run.figures().recordsPerSecond()));
        figures.put("events", events);
        figures.put("leastSeconds", Rounded.to(2, leastSeconds()));
        figures.put("goalSeconds", Rounded.to(2, leastSeconds() * SLACK));
        figures.put("calls", run.calls());
        figures.put("secondsOfCalls", Rounded.to(2, secondsOfCalls(run)));
        figures.put("mostCallsInTenSeconds", run.mostInTenSeconds());
        figures.put("answered429", run.limited());
        return figures;
    }

    private String table(Run run) {
        return new BenchTable()
                .row("records", events)
                .row(
                        "seconds, from the first accepted event until all are settled",
                        run.figures().seconds())
                .row("  smallest possible number under the quota", leastSeconds())
                .row("  goal: 10 percent more", leastSeconds() * SLACK)
                .row("records per second", run.figures().recordsPerSecond())
                .row("calls", run.calls())
                .row("  seconds that these calls take under the quota", secondsOfCalls(run))
                .row(
                        String.format(Locale.ROOT, "  most in any ten seconds (%d allowed)", CALLS_A_WINDOW),
                        run.mostInTenSeconds())
                .row("  answered with 429 (goal 0)", run.limited())
                .cpuRows(List.of(cpuSecondsPer1000(run)))
                .toString();
    }
}
