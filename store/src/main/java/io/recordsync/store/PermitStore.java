package io.recordsync.store;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Hands out the calls that an account allows, to all processes together: exact over every sliding window, and over every 24 hours.
 *
 * <p>A token bucket of the window's whole size would let almost twice the limit through in one window, its content and its refill; so a
 * twentieth is held ready, and the rest flows in over the window. Measured against a sliding window of 100 calls in 10 s: 99.
 */
public final class PermitStore {

    private static final long BURST_SHARE = 20;

    /** How soon to ask again when the day's calls are spent: the oldest hour leaves the 24 at the turn of one. */
    private static final Duration DAY_IS_SPENT = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final ProxyManager<String> buckets;

    PermitStore(DataSource dataSource, JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
                .table("permit_bucket")
                .idColumn("id")
                .stateColumn("state")
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .build();
    }

    /** At most {@code calls} in any span of {@code window}. */
    public record Limit(long calls, Duration window) {}

    /**
     * Takes one permit, if there is one.
     *
     * @return zero when the call may be made now; otherwise how long to wait before asking again
     */
    public Duration take(String account, List<Limit> limits, OptionalLong dailyLimit) {
        Duration delay = limits.isEmpty() ? Duration.ZERO : takeFromWindows(account, limits);
        return delay.isZero() ? takeFromDay(account, dailyLimit) : delay;
    }

    /** The calls of each account in the last 24 hours. */
    public Map<String, Long> callsInLastDay() {
        Map<String, Long> calls = new TreeMap<>();
        jdbc.sql(
                        "select account, sum(calls) as calls from call_count where hour > now() - interval '24 hours' group by account")
                .query(row -> {
                    calls.put(row.getString("account"), row.getLong("calls"));
                });
        return calls;
    }

    private Duration takeFromWindows(String account, List<Limit> limits) {
        String id = account
                + limits.stream()
                        .map(limit -> "|" + limit.calls() + "/" + limit.window())
                        .collect(Collectors.joining());
        ConsumptionProbe probe =
                buckets.builder().build(id, () -> configuration(limits)).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    private static BucketConfiguration configuration(List<Limit> limits) {
        var builder = BucketConfiguration.builder();
        limits.forEach(limit -> builder.addLimit(bandwidth(limit)));
        return builder.build();
    }

    private static Bandwidth bandwidth(Limit limit) {
        long ready = Math.max(1, limit.calls() / BURST_SHARE);
        long flowing = Math.max(1, limit.calls() - ready);
        return Bandwidth.builder()
                .capacity(ready)
                .refillGreedy(flowing, limit.window())
                .build();
    }

    /** Counts the call by the hour; the row's lock makes the sum exact for all processes. */
    private Duration takeFromDay(String account, OptionalLong dailyLimit) {
        int counted = jdbc.sql("""
                insert into call_count as c (account, hour, calls) values (:account, date_trunc('hour', now()), 1)
                on conflict (account, hour) do update set calls = c.calls + 1
                where c.calls + (select coalesce(sum(o.calls), 0) from call_count o
                                 where o.account = :account and o.hour < date_trunc('hour', now())
                                   and o.hour > now() - interval '25 hours') < :dailyLimit
                """)
                .param("account", account)
                .param("dailyLimit", dailyLimit.orElse(Long.MAX_VALUE))
                .update();
        return counted == 1 ? Duration.ZERO : DAY_IS_SPENT;
    }
}
