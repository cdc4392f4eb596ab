package io.recordsync.devstack.endtoend;

import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.RunKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells when the systems of all pairs are at rest. */
record PairRest(Installation installation, List<Pair> pairs) {

    private static final String TENANT = "default";
    private static final int ROUNDS = 2;
    private static final int NEWEST = 50;

    /** All is delivered, no late write is under way, and all systems were read twice since then without news. */
    boolean isAtRest(Instant since) {
        return isDelivered() && pairs.stream().allMatch(pair -> isQuiet(pair, since));
    }

    boolean isDelivered() {
        return installation.store().backlog().unsettled().total() == 0
                && installation.simulators().all().stream()
                        .allMatch(system -> system.counts().pendingWrites() == 0);
    }

    private boolean isQuiet(Pair pair, Instant since) {
        return pair.sides().stream().allMatch(side -> isQuiet(runs(pair, side.system()), since));
    }

    private static boolean isQuiet(List<Run> runs, Instant since) {
        List<Run> newest = runs.stream()
                .filter(run -> run.kind() == RunKind.DELTA || run.kind() == RunKind.FULL)
                .filter(run -> !run.isRunning() && run.startedAt().isAfter(since))
                .limit(ROUNDS)
                .toList();
        return newest.size() == ROUNDS && newest.stream().allMatch(PairRest::isQuiet);
    }

    private static boolean isQuiet(Run run) {
        RunCounts counts = run.counts();
        return run.error().isEmpty()
                && counts.created() + counts.updated() + counts.overruled() + counts.later() + counts.deleted() == 0;
    }

    private List<Run> runs(Pair pair, String system) {
        return installation
                .store()
                .runs()
                .history(TENANT, Optional.of(system), Optional.of(pair.entity()), Optional.empty(), NEWEST);
    }

    /** The last runs of each reader, for the message of a test that fails. */
    String lastRuns() {
        List<String> lines = new ArrayList<>();
        for (Pair pair : pairs) {
            for (PairSide side : pair.sides()) {
                runs(pair, side.system()).stream()
                        .limit(ROUNDS + 1L)
                        .map(run -> String.format(
                                Locale.ROOT,
                                "%s %s %s %s %s %s %s",
                                pair.entity(),
                                side.system(),
                                run.kind(),
                                run.status(),
                                run.startedAt(),
                                run.counts(),
                                run.error()))
                        .forEach(lines::add);
            }
        }
        return String.join(System.lineSeparator(), lines);
    }
}
