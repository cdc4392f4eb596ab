package io.recordsync.worker.pools;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Reports "down" when a pool does not poll any more, although it is not suspended. */
public final class PoolsHealth implements HealthIndicator {

    private final WorkerPools pools;
    private final PollWatch watch;
    private final Duration longest;

    /**
     * @param longest the longest time between two polls of a queue: a poll without work ends within it, and so does
     *     work that takes each slot
     */
    public PoolsHealth(WorkerPools pools, PollWatch watch, Duration longest) {
        this.pools = pools;
        this.watch = watch;
        this.longest = longest;
    }

    @Override
    public Health health() {
        List<String> silent = silentQueues(1);
        return silent.isEmpty()
                ? Health.up().build()
                : Health.down()
                        .withDetail("queues that are not polled", silent)
                        .withDetail("longer than", longest.toString())
                        .build();
    }

    /**
     * The queues that are not polled, although their pools are not suspended.
     *
     * @param times the limit, as a multiple of the longest time between two polls
     */
    List<String> silentQueues(int times) {
        pools.suspendedQueues().forEach(watch::restart);
        Duration limit = longest.multipliedBy(times);
        return pools.queues().stream()
                .filter(queue -> watch.silence(queue)
                        .filter(time -> time.compareTo(limit) > 0)
                        .isPresent())
                .sorted()
                .toList();
    }
}
