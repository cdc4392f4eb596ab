package io.recordsync.worker.pools;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when a pool does not ask for work any more, though nobody told it to wait. */
public final class PoolsHealth implements HealthIndicator {

    private final WorkerPools pools;
    private final PollWatch watch;
    private final Duration longest;

    /** @param longest between two polls of a queue: a poll without work, and work that takes each slot, have ended by then */
    public PoolsHealth(WorkerPools pools, PollWatch watch, Duration longest) {
        this.pools = pools;
        this.watch = watch;
        this.longest = longest;
    }

    @Override
    public Health health() {
        pools.suspendedQueues().forEach(watch::restart);
        List<String> silent =
                pools.queues().stream().filter(this::isSilent).sorted().toList();
        return silent.isEmpty()
                ? Health.up().build()
                : Health.down()
                        .withDetail("queues that are not polled", silent)
                        .withDetail("longer than", longest.toString())
                        .build();
    }

    private boolean isSilent(String queue) {
        return watch.silence(queue).filter(time -> time.compareTo(longest) > 0).isPresent();
    }
}
