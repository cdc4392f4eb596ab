package io.recordsync.devstack.demo.twoway;

import io.recordsync.store.Store;
import io.recordsync.store.reading.Run;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the readers of the two systems have done. */
record Reads(Store store) {

    private static final String TENANT = "default";
    private static final int NEWEST = 200;

    /** The newest 200 runs, the newest first. */
    List<Run> of(String system) {
        return store.runs().history(TENANT, Optional.of(system), Optional.empty(), Optional.empty(), NEWEST);
    }

    /** Whether the system was read twice since then, and showed nothing new the last time. */
    boolean isQuietSince(String system, Instant time) {
        List<Run> since = of(system).stream()
                .filter(run -> !run.isRunning() && run.startedAt().isAfter(time))
                .limit(2)
                .toList();
        return since.size() == 2 && since.stream().allMatch(Reads::isQuiet);
    }

    private static boolean isQuiet(Run run) {
        return run.counts().created()
                        + run.counts().updated()
                        + run.counts().overruled()
                        + run.counts().later()
                == 0;
    }
}
