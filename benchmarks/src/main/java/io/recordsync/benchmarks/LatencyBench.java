package io.recordsync.benchmarks;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.BenchMessages;
import io.recordsync.benchmarks.harness.BenchTable;
import io.recordsync.benchmarks.harness.BenchTarget;
import io.recordsync.benchmarks.harness.Burst;
import io.recordsync.benchmarks.harness.CpuTimes;
import io.recordsync.benchmarks.harness.KafkaRecordSender;
import io.recordsync.benchmarks.harness.OpenLoop;
import io.recordsync.benchmarks.harness.Pipeline;
import io.recordsync.benchmarks.harness.RecordSender;
import io.recordsync.benchmarks.harness.Result;
import io.recordsync.benchmarks.harness.Rounded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code recordsync bench latency}. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the time from an event to its effect at the system.",
            "",
            "The time is measured from the sending of an event. Events are sent at fixed times, without waiting for"
                    + " the effects of earlier ones: 5 per second, then 20 and 50 percent of the record lane's"
                    + " capacity, which is first measured with a burst.",
            "A warm-up is not counted. Goal at 5 events per second: p50 below 60 ms, p99 below 250 ms."
        },
        footer = {"", "Example:", "  recordsync bench latency --events 300"})
final class LatencyBench implements Callable<Integer> {

    private static final String TOPIC = "latency-events";
    private static final Map<String, String> SETTINGS = BenchTarget.SALESFORCE.settingsWithoutLimits();
    private static final double SLOW = 5;
    private static final int WARM_UP = 200;
    private static final double WARM_UP_RATE = 20;

    @Option(
            names = "--events",
            defaultValue = "200",
            description = "The number of measured events at each rate; default: ${DEFAULT-VALUE}")
    private int events;

    @Option(
            names = "--burst",
            defaultValue = "1000",
            description = "The number of records in the burst that measures the capacity; default: ${DEFAULT-VALUE}")
    private int burst;

    @Mixin
    private BenchOptions options = new BenchOptions();

    /** The result at one rate. */
    private record Step(OpenLoop.Figures figures, CpuTimes cpu) {}

    @Override
    public Integer call() {
        options.require(events >= 1 && burst >= 1, "--events and --burst must be at least 1.");
        return options.run(BenchTarget.SALESFORCE.system(), true, this::measure);
    }

    private Result measure(BenchEnvironment site) {
        site.createTopic(TOPIC, 6);
        BenchMessages messages = new BenchMessages(options.seed(), BenchMessages.USUAL_BYTES);
        double capacity = capacity(site, messages);
        options.say(String.format(Locale.ROOT, "The record lane carries %.1f records per second.", capacity));
        try (Pipeline pipeline = new Pipeline(site, "latency", TOPIC, SETTINGS)) {
            pipeline.startWorkers(1).startStarter();
            OpenLoop loop = new OpenLoop(site, TOPIC, messages);
            loop.run(WARM_UP_RATE, WARM_UP);
            return result(
                    capacity,
                    Stream.of(SLOW, capacity * 0.2, capacity * 0.5)
                            .map(rate -> step(site, loop, rate))
                            .toList());
        }
    }

    /** The records a second of a warm record lane, measured by the second of two bursts. */
    private double capacity(BenchEnvironment site, BenchMessages messages) {
        try (Pipeline pipeline = new Pipeline(site, "capacity", TOPIC, BenchTarget.SALESFORCE.settingsOfRecordLane());
                RecordSender lane = new KafkaRecordSender(site, "record lane", TOPIC, messages)) {
            pipeline.startWorkers(1).startStarter();
            Burst bursts = new Burst(site, options::say);
            bursts.run(lane, burst);
            double perSecond = bursts.run(lane, burst).recordsPerSecond();
            pipeline.stop();
            return perSecond;
        }
    }

    private Step step(BenchEnvironment site, OpenLoop loop, double rate) {
        CpuTimes before = site.cpu().read();
        OpenLoop.Figures figures = loop.run(rate, events);
        options.say(String.format(
                Locale.ROOT,
                "%.1f events per second: p50 %.0f ms, p99 %.0f ms",
                rate,
                figures.millis(50),
                figures.millis(99)));
        return new Step(figures, site.cpu().read().since(before));
    }

    private Result result(double capacity, List<Step> steps) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("p50Millis", Rounded.to(1, steps.getFirst().figures().millis(50)));
        figures.put("p99Millis", Rounded.to(1, steps.getFirst().figures().millis(99)));
        figures.put("capacityPerSecond", Rounded.to(1, capacity));
        figures.put("rates", steps.stream().map(LatencyBench::figures).toList());
        Map<String, Object> reported = options.reported(SETTINGS);
        reported.put("events", events);
        List<String> problems = new ArrayList<>();
        steps.forEach(step -> problems.addAll(step.figures().problems()));
        return new Result(
                "latency",
                table(steps),
                figures,
                reported,
                steps.stream().mapToDouble(step -> step.figures().seconds()).sum(),
                CpuTimes.sum(steps.stream().map(Step::cpu).toList()).secondsPer1000((long) events * steps.size()),
                problems);
    }

    private static Map<String, Object> figures(Step step) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("perSecond", Rounded.to(1, step.figures().rate()));
        figures.put("events", step.figures().events());
        figures.put("p50Millis", Rounded.to(1, step.figures().millis(50)));
        figures.put("p99Millis", Rounded.to(1, step.figures().millis(99)));
        figures.put("maxMillis", Rounded.to(1, step.figures().millis(100)));
        figures.put(
                "cpuSecondsPer1000", step.cpu().secondsPer1000(step.figures().events()));
        return figures;
    }

    private static String table(List<Step> steps) {
        BenchTable table = new BenchTable().row("events per second", "events", "p50 ms", "p99 ms", "max ms");
        steps.stream()
                .map(Step::figures)
                .forEach(step -> table.row(
                        Rounded.to(1, step.rate()), step.events(), step.millis(50), step.millis(99), step.millis(100)));
        return table + "  Goal at 5 events per second: p50 below 60 ms, p99 below 250 ms." + System.lineSeparator();
    }
}
