package io.recordsync.benchmarks;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.BenchTarget;
import io.recordsync.benchmarks.harness.Result;
import io.recordsync.benchmarks.harness.SimulatorProcess;
import io.recordsync.benchmarks.peers.Bento;
import io.recordsync.benchmarks.peers.Contender;
import io.recordsync.benchmarks.peers.InstalledPeers;
import io.recordsync.benchmarks.peers.ParallelConsumer;
import io.recordsync.benchmarks.peers.Recordsync;
import io.recordsync.benchmarks.peers.Restate;
import io.recordsync.benchmarks.peers.Scores;
import io.recordsync.benchmarks.peers.Scores.Trial;
import io.recordsync.benchmarks.peers.Trials;
import io.recordsync.benchmarks.peers.Trials.Seen;
import io.recordsync.benchmarks.peers.Trials.Sizes;
import io.recordsync.devstack.ChildProcesses;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code recordsync bench peers}. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares recordsync with Bento, Restate and Confluent Parallel Consumer.",
            "",
            "All use the same broker, the same simulated Salesforce and the same number of events. Each program is"
                    + " configured as its documentation advises: see benchmarks/peers/README.md. First run"
                    + " benchmarks/peers/install. The results of programs that are not installed are shown as dashes.",
            "The trials run one after the other: a flood; HubSpot's quota; kill -9 of all processes at half of the"
                    + " records; lost replies; one record whose calls take 2 s each and refuse it, on one partition"
                    + " with all other records."
        },
        footer = {"", "Example:", "  recordsync bench peers --only recordsync,bento --trials flood,kill"})
final class PeersBench implements Callable<Integer> {

    private static final int REVISED = 10_000;
    private static final int POISON = 5_000;

    /** The programs that are compared, by the names that {@code --only} takes. */
    private enum Name {
        RECORDSYNC,
        BENTO,
        PARALLEL_CONSUMER,
        RESTATE
    }

    @Option(
            names = "--events",
            defaultValue = "20000",
            description = "The number of events in the flood; default: ${DEFAULT-VALUE}")
    private int events;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "The programs to compare, of ${COMPLETION-CANDIDATES}; default: all")
    private Set<Name> only = EnumSet.allOf(Name.class);

    @Option(
            names = "--trials",
            paramLabel = "TRIAL",
            split = ",",
            description = "The trials to run, of ${COMPLETION-CANDIDATES}; poison can only be measured together with"
                    + " unpoisoned. Default: all")
    private Set<Trial> trials = EnumSet.allOf(Trial.class);

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Override
    public Integer call() {
        options.require(events >= 1, "--events must be at least 1.");
        return options.run(BenchTarget.SALESFORCE.system(), true, this::measure);
    }

    private Result measure(BenchEnvironment site) {
        try (ChildProcesses processes = new ChildProcesses(site.logs(), Map.of(), List.of())) {
            SimulatorProcess hubspot = SimulatorProcess.start(processes, BenchTarget.HUBSPOT.system(), false);
            Sizes sizes = new Sizes(events, REVISED, POISON);
            Trials all = new Trials(site, hubspot, sizes, options.seed(), options::say);
            Scores scores = new Scores();
            List<Contender> contenders = contenders(site);
            contenders.forEach(contender -> measure(contender, all, scores));
            return result(scores, versions(contenders));
        }
    }

    private List<Contender> contenders(BenchEnvironment site) {
        InstalledPeers installed = new InstalledPeers(Path.of(System.getProperty("recordsync.home", ".")));
        return only.stream().map(name -> contender(name, site, installed)).toList();
    }

    private static Map<String, String> versions(List<Contender> contenders) {
        Map<String, String> versions = new TreeMap<>();
        contenders.stream()
                .filter(contender -> contender.missing().isEmpty())
                .forEach(contender -> versions.putAll(contender.versions()));
        return versions;
    }

    private static Contender contender(Name name, BenchEnvironment site, InstalledPeers installed) {
        return switch (name) {
            case RECORDSYNC -> new Recordsync(site);
            case BENTO -> new Bento(site, installed);
            case PARALLEL_CONSUMER -> new ParallelConsumer(site, installed);
            case RESTATE -> new Restate(site, installed);
        };
    }

    private void measure(Contender contender, Trials all, Scores scores) {
        scores.enter(contender.name());
        contender
                .missing()
                .ifPresentOrElse(options::say, () -> trials.forEach(trial -> measure(trial, contender, all, scores)));
    }

    /** A trial that fails only loses its own result, not those of the trials before it. */
    private void measure(Trial trial, Contender contender, Trials all, Scores scores) {
        try {
            scores.add(contender.name(), trial, run(trial, contender, all));
        } catch (RuntimeException e) {
            options.say("%s, %s: not measured. %s".formatted(contender.name(), trial, e.getMessage()));
            scores.brokeDown(contender.name(), trial);
        }
    }

    private static Seen run(Trial trial, Contender contender, Trials all) {
        return switch (trial) {
            case FLOOD -> all.flood(contender);
            case QUOTA -> all.quota(contender);
            case KILL -> all.killed(contender);
            case LOST_REPLIES -> all.lostReplies(contender);
            case UNPOISONED -> all.unpoisoned(contender);
            case POISON -> all.poisoned(contender);
        };
    }

    private Result result(Scores scores, Map<String, String> versions) {
        Map<String, Object> settings = new TreeMap<>(Map.of(
                "floodEvents",
                events,
                "revisedEvents",
                REVISED,
                "poisonEvents",
                POISON,
                "quotaCalls",
                Trials.QUOTA_CALLS,
                "quotaSeconds",
                Trials.QUOTA_SECONDS,
                "lostReplies",
                Trials.LOST_REPLIES,
                "seed",
                options.seed()));
        settings.put(
                "recordsync", BenchSettings.reported(BenchTarget.SALESFORCE.settingsWithoutLimits(), System.getenv()));
        return new Result(
                "peers",
                scores.table(),
                scores.figures(),
                settings,
                scores.seconds(),
                scores.cpuSecondsPer1000(),
                versions,
                scores.problems("recordsync"));
    }
}
