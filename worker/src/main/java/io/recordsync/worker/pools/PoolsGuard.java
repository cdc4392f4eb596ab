package io.recordsync.worker.pools;

import java.util.List;
import java.util.function.Consumer;

/**
 * Ends a process in which a pool has not polled for twice as long as {@link PoolsHealth} allows. The cause does not end
 * until the process does, and the supervisor of the process then starts another one. While Temporal cannot be reached,
 * a pool still polls, and no process is ended.
 */
public final class PoolsGuard {

    private static final int TIMES_THE_LIMIT = 2;

    private final PoolsHealth health;
    private final Consumer<String> endProcess;

    /** @param endProcess takes a sentence for the log; called at most once for each check */
    public PoolsGuard(PoolsHealth health, Consumer<String> endProcess) {
        this.health = health;
        this.endProcess = endProcess;
    }

    /** Checks once. */
    public void check() {
        List<String> silent = health.silentQueues(TIMES_THE_LIMIT);
        if (!silent.isEmpty()) {
            endProcess.accept(("This worker has not polled Temporal's queues %s for a long time. It ends, so"
                            + " that another is started in its place")
                    .formatted(String.join(", ", silent)));
        }
    }
}
