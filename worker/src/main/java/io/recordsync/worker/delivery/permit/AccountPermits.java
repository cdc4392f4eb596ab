package io.recordsync.worker.delivery.permit;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Quota;
import io.recordsync.store.account.PermitStore;
import io.recordsync.store.account.PermitStore.Limit;
import io.recordsync.worker.delivery.retry.DatabaseUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Permits from the store, which all processes share. The callers in this process wait in a {@link PermitQueue} for
 * each account, so that they do not all ask the database at once. A caller that would wait too long goes back to
 * Temporal's queue.
 */
public final class AccountPermits implements Permits {

    private static final Logger LOG = LoggerFactory.getLogger(AccountPermits.class);

    private final PermitStore store;
    private final int liveShare;
    private final InstantSource clock;
    private final Map<String, PermitQueue> queues = new ConcurrentHashMap<>();

    /** @param liveShare the percentage of an account's daily calls that {@link #background()} leaves to live changes */
    public AccountPermits(PermitStore store, int liveShare, InstantSource clock) {
        this.store = store;
        this.liveShare = liveShare;
        this.clock = clock;
    }

    /**
     * Permits for work that no live change waits for. There are none when only the live share of the day's calls is
     * left. Windows are shared by all work.
     */
    public Permits background() {
        return (quota, cost, deadline) -> {
            try {
                return acquire(withoutLiveShare(quota), cost, deadline);
            } catch (CallDeferredException e) {
                throw new CallDeferredException(
                        String.format(
                                Locale.ROOT,
                                "%s (background work must leave %d percent of the day's calls to live"
                                        + " changes: SYNC_LIVE_SHARE)",
                                e.getMessage(),
                                liveShare),
                        e.waitTime());
            }
        };
    }

    /**
     * Permits for one delivery, which may need several calls. After its first call, its further calls go before the
     * first calls of other deliveries. Otherwise many deliveries that begin could take the permits that those in
     * progress need to end, and none would end.
     */
    public Permits ofOneDelivery() {
        AtomicBoolean begun = new AtomicBoolean();
        return (quota, cost, deadline) -> {
            if (begun.get()) {
                return queue(quota).further(deadline, end -> inTurn(quota, cost, end));
            }
            Permit permit = acquire(quota, cost, deadline);
            begun.set(true);
            return permit;
        };
    }

    @Override
    public Permit acquire(Quota quota, int cost, Deadline deadline) {
        boolean hasWindows = !quota.windows().isEmpty();
        return queue(quota).first(deadline, hasWindows, end -> inTurn(quota, cost, end));
    }

    private PermitQueue queue(Quota quota) {
        return queues.computeIfAbsent(quota.account(), PermitQueue::new);
    }

    private Permit inTurn(Quota quota, int cost, Deadline end) throws InterruptedException {
        while (true) {
            Instant asked = clock.instant();
            switch (take(quota, cost)) {
                case PermitStore.Permit permit -> {
                    return told(permit, asked);
                }
                case PermitStore.None none -> await(quota, none.delay(), end);
            }
        }
    }

    private void await(Quota quota, Duration delay, Deadline end) throws InterruptedException {
        if (delay.compareTo(end.left()) > 0) {
            throw PermitQueue.deferred(quota.account(), delay);
        }
        TimeUnit.NANOSECONDS.sleep(delay.toNanos());
    }

    private PermitStore.Answer take(Quota quota, int cost) {
        List<Limit> limits = quota.windows().stream()
                .map(window -> new Limit(window.limit(), window.length()))
                .toList();
        try {
            return store.take(quota.account(), limits, quota.dailyLimit(), cost);
        } catch (DataAccessException e) {
            throw DatabaseUnavailable.deferred("no permit for a call of " + quota.account());
        }
    }

    /** @param asked a time no later than the one that the permit counts from, however long the answer took */
    private Permit told(PermitStore.Permit permit, Instant asked) {
        return arrived -> {
            try {
                store.arrivedLate(permit, Duration.between(asked, arrived));
            } catch (DataAccessException e) {
                LOG.debug("the late arrival of a call is not recorded: the database is unavailable");
            }
        };
    }

    private Quota withoutLiveShare(Quota quota) {
        return quota.dailyLimit().isEmpty()
                ? quota
                : new Quota(
                        quota.account(),
                        quota.windows(),
                        OptionalLong.of(
                                percent(100 - liveShare, quota.dailyLimit().getAsLong())));
    }

    /** Rounded down, without an overflow for any limit. */
    private static long percent(int share, long calls) {
        return calls / 100 * share + calls % 100 * share / 100;
    }
}
