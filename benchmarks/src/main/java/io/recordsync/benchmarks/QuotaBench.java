package io.recordsync.benchmarks;

import io.recordsync.benchmarks.harness.BacklogRun;
import io.recordsync.benchmarks.harness.BacklogRun.Figures;
import io.recordsync.benchmarks.harness.Messages;
import io.recordsync.benchmarks.harness.Result;
import io.recordsync.benchmarks.harness.Rounded;
import io.recordsync.benchmarks.harness.Site;
import io.recordsync.benchmarks.harness.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recordsync bench quota}. */
@Command(
        name = "quota",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How much of an account's quota is used, and that it is not exceeded.",
            "",
            "Records wait in Kafka for HubSpot, whose account allows 100 calls in any 10 seconds; a call takes 100 records.",
            "Goal: over by the time that events / 100 calls take plus 10 percent, and no call is answered with 429."
        },
        footer = {"", "Example:", "  recordsync bench quota --events 20000 --workers 3"})
final class QuotaBench implements Callable<Integer> {

    private static final int RECORDS_A_CALL = 100;
    private static final int CALLS_A_WINDOW = 100;
    private static final int WINDOW_SECONDS = 10;
    private static final double SLACK = 1.1;

    @Option(names = "--events", defaultValue = "10000", description = "How many; default: ${DEFAULT-VALUE}")
    private int events;

    @Option(names = "--workers", defaultValue = "1", description = "Worker processes; default: ${DEFAULT-VALUE}")
    private int workers;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        if (events < 1 || workers < 1) {
            throw new ParameterException(command.commandLine(), "--events and --workers are from 1.");
        }
        return options.run(Target.HUBSPOT.system(), false, this::measure);
    }

    private Result measure(Site site) {
        Figures run = new BacklogRun(site, options::say)
                .run(new BacklogRun.Options("quota", events, options.seed(), 6, workers, Target.HUBSPOT.settings()));
        int most = site.simulator().counts().maxInTenSeconds();
        return new Result(
                "quota",
                table(run, most),
                figures(run, most),
                settings(),
                run.seconds(),
                run.cpuSecondsPer1000(),
                run.problems());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = Settings.told(Target.HUBSPOT.settings(), System.getenv());
        settings.put("workers", workers);
        settings.put("callsInTenSeconds", CALLS_A_WINDOW);
        settings.put("messageBytes", Messages.USUAL_BYTES);
        settings.put("seed", options.seed());
        return settings;
    }

    /** How long the least calls that could carry the records take at the quota. */
    private double leastSeconds() {
        return Math.ceil((double) events / RECORDS_A_CALL) * WINDOW_SECONDS / CALLS_A_WINDOW;
    }

    private static double secondsOfCalls(Figures run) {
        return (double) run.calls() * WINDOW_SECONDS / CALLS_A_WINDOW;
    }

    private Map<String, Object> figures(Figures run, int most) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("recordsPerSecond", Rounded.to(1, run.recordsPerSecond()));
        figures.put("events", events);
        figures.put("leastSeconds", Rounded.to(2, leastSeconds()));
        figures.put("goalSeconds", Rounded.to(2, leastSeconds() * SLACK));
        figures.put("calls", run.calls());
        figures.put("secondsOfCalls", Rounded.to(2, secondsOfCalls(run)));
        figures.put("mostCallsInTenSeconds", most);
        figures.put("answered429", run.limited());
        return figures;
    }

    private String table(Figures run, int most) {
        Table table = new Table()
                .row("records", run.options().events())
                .row("seconds, from ready to all settled", run.seconds())
                .row("  that the least calls take at the quota", leastSeconds())
                .row("  goal: 10 percent more", leastSeconds() * SLACK)
                .row("records a second", run.recordsPerSecond())
                .row("calls", run.calls())
                .row("  seconds that so many take at the quota", secondsOfCalls(run))
                .row("  most in any ten seconds (%d allowed)".formatted(CALLS_A_WINDOW), most)
                .row("  answered with 429 (goal 0)", run.limited())
                .row("CPU seconds per 1,000 records", "");
        run.cpuSecondsPer1000().forEach((part, seconds) -> table.row("  " + part, seconds));
        return table.toString();
    }
}
