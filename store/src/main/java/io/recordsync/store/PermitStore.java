package io.recordsync.store;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketExceptions.BucketExecutionException;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Hands out the calls that an account allows, to all processes together: never more in any sliding window than its limit, and never more than
 * the day's in any 24 hours.
 *
 * <p>A token bucket of the window's whole size would let almost twice the limit through in one window, its content and its refill. So three
 * percent are held ready, and the rest flows in over the window and a twentieth more: the vendor counts a call when it arrives, and some take
 * longer than others. Under load that uses 93 to 95 percent of the limit. Windows of a minute and more are counted instead.
 */
public final class PermitStore {

    private static final Duration COUNTED_FROM = Duration.ofMinutes(1);
    private static final long READY_SHARE = 33;
    private static final long SPARE_SHARE = 20;

    private final ProxyManager<String> buckets;
    private final CallCounts counts;
    private final WindowCounts windows;

    /** @param clock of this process; a bucket goes by the clock that is ahead of the others */
    PermitStore(DataSource dataSource, CallCounts counts, WindowCounts windows, InstantSource clock) {
        this.counts = counts;
        this.windows = windows;
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
                .table("permit_bucket")
                .idColumn("id")
                .stateColumn("state")
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .clientClock(new WallClock(clock))
                .build();
    }

    /** At most {@code calls} in any span of {@code window}. */
    public record Limit(long calls, Duration window) {}

    /**
     * Takes one permit, if there is one. It is for a call that is made at once.
     *
     * @param limits all of them are kept
     * @param dailyLimit kept over any 24 hours, counted by the hour; so an hour's calls are free again when the whole hour is past
     * @param cost what the call takes of the day; it takes one of each window
     * @return zero when the call may be made now; otherwise how long to wait before asking again
     */
    public Duration take(String account, List<Limit> limits, OptionalLong dailyLimit, int cost) {
        Map<Boolean, List<Limit>> byLength = limits.stream().collect(Collectors.partitioningBy(PermitStore::isLong));
        Duration delay = takeFromShortWindows(account, byLength.getOrDefault(false, List.of()));
        for (Limit limit : byLength.getOrDefault(true, List.of())) {
            delay = delay.isZero() ? windows.take(account, limit) : delay;
        }
        return delay.isZero() ? counts.take(account, dailyLimit, cost) : delay;
    }

    /** A bucket would hand a long window's calls out so evenly that a few at once wait for minutes. */
    private static boolean isLong(Limit limit) {
        return limit.window().compareTo(COUNTED_FROM) >= 0;
    }

    private Duration takeFromShortWindows(String account, List<Limit> limits) {
        return limits.isEmpty() ? Duration.ZERO : takeFromBucket(account, limits);
    }

    /** The calls of each account that count against its day. */
    public Map<String, Long> callsInLastDay() {
        return counts.inLastDay();
    }

    private Duration takeFromBucket(String account, List<Limit> limits) {
        try {
            ConsumptionProbe probe = buckets.builder()
                    .build(id(account, limits), () -> configuration(limits))
                    .tryConsumeAndReturnRemaining(1);
            return probe.isConsumed() ? Duration.ZERO : delay(probe);
        } catch (BucketExecutionException e) {
            throw new DataAccessResourceFailureException("the database gave no permit", e);
        }
    }

    /** Never zero: the bucket rounds, and may have none although it says that the next is there now. */
    private static Duration delay(ConsumptionProbe probe) {
        return Duration.ofNanos(probe.getNanosToWaitForRefill()).plusMillis(1).truncatedTo(ChronoUnit.MILLIS);
    }

    /** With its limits: a bucket cannot change its own. */
    private static String id(String account, List<Limit> limits) {
        return account
                + limits.stream()
                        .map(limit -> "|" + limit.calls() + "/" + limit.window())
                        .collect(Collectors.joining());
    }

    private static BucketConfiguration configuration(List<Limit> limits) {
        var builder = BucketConfiguration.builder();
        limits.forEach(limit -> builder.addLimit(bandwidth(limit)));
        return builder.build();
    }

    /** Starts empty: what came before is not known. */
    private static Bandwidth bandwidth(Limit limit) {
        long ready = Math.max(1, limit.calls() / READY_SHARE);
        return Bandwidth.builder()
                .capacity(ready)
                .refillGreedy(
                        limit.calls() - ready + 1,
                        limit.window().plus(limit.window().dividedBy(SPARE_SHARE)))
                .initialTokens(0)
                .build();
    }

    private record WallClock(InstantSource source) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            Instant now = source.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
