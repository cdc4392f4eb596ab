package io.recordsync.connectors.http;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.VendorAccount;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out once which account it is at the vendor, and keeps the answer, so that calls are counted for that account
 * whatever address leads to it. While the vendor cannot answer, calls wait: counted for the address, they would have a
 * second quota. If it answers without an id, or cannot answer for a minute, calls are counted for the address, and it
 * is asked again after ten minutes. Thread-safe: while one thread asks, the others wait for the answer.
 */
public final class AccountLookUp {

    private static final Logger LOG = LoggerFactory.getLogger(AccountLookUp.class);
    private static final Duration BETWEEN_CALLS = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final VendorAccount account;
    private final Quota limits;
    private final Store store;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile boolean recalled;
    private Instant next = Instant.MIN;
    private Optional<Instant> failingSince = Optional.empty();

    /**
     * Where the id is kept.
     *
     * @param key different for each address and each credential; contains no secret
     */
    public record Store(AccountIds ids, String key) {}

    /**
     * Recalls the kept id, so that the account is known from the start. If the ids cannot be read now, that is done
     * before the first call.
     *
     * @param limits the limits of the account, under any name
     */
    public AccountLookUp(VendorAccount account, Quota limits, Store store, InstantSource clock) {
        this.account = account;
        this.limits = limits;
        this.store = store;
        this.clock = clock;
        try {
            recall();
        } catch (CallDeferredException e) {
            LOG.debug("the kept id of {} cannot be read yet", account.name());
        }
    }

    /** The quota of the account, as far as it is known now. */
    public Quota quota() {
        return limits.of(account.name());
    }

    /**
     * Asks, if the account is not known and the vendor has not failed to name it in the last ten minutes.
     *
     * @param call asks the vendor
     * @param id finds the id in the answer; empty if the answer does not contain it
     * @throws CallDeferredException when the vendor cannot answer now, or no time is left to wait for the answer
     * @throws io.recordsync.connectors.ConnectorException when the vendor cannot be reached
     */
    public void ask(CallScope scope, Supplier<VendorResponse> call, Function<VendorResponse, Optional<String>> id) {
        if (account.isKnown()) {
            return;
        }
        locked(scope, () -> {
            recall();
            if (!account.isKnown() && !clock.instant().isBefore(next)) {
                take(call.get(), id, scope);
            }
        });
    }

    /**
     * Recalls the kept id, once. To be called before each call of a vendor that names the account in another answer.
     *
     * @throws CallDeferredException when the ids cannot be read now
     */
    public void recall() {
        if (!recalled) {
            store.ids().find(store.key()).ifPresent(account::tell);
            recalled = true;
        }
    }

    /** Learns the id from the answer to a call that was counted for the address. */
    public void learn(Optional<String> id, int cost, CallScope scope) {
        if (id.isPresent() && !account.isKnown()) {
            locked(scope, () -> keep(id.get(), cost, scope));
        }
    }

    private void take(VendorResponse response, Function<VendorResponse, Optional<String>> id, CallScope scope) {
        Optional<String> told = response.succeeded() ? id.apply(response) : Optional.empty();
        if (told.isPresent()) {
            keep(told.get(), response.call().cost(), scope);
        } else if (isTemporary(response.status()) && !isFailingForLong()) {
            throw new CallDeferredException(
                    "The vendor cannot name the account for which the call is to be counted. Nothing was sent. It is"
                            + " retried automatically.",
                    response.retryAfter().orElse(SOON));
        } else {
            next = clock.instant().plus(BETWEEN_CALLS);
            failingSince = Optional.empty();
            warn(response);
        }
    }

    /** The call that told the id was counted for the address; it is counted for the account too. */
    private void keep(String id, int cost, CallScope scope) {
        if (!account.isKnown()) {
            store.ids().keep(store.key(), id);
            account.tell(id);
            scope.permits().acquire(quota(), cost, scope.deadline()).used(clock.instant());
        }
    }

    private static boolean isTemporary(int status) {
        return status == 429 || status >= 500;
    }

    private boolean isFailingForLong() {
        Instant since = failingSince.orElseGet(clock::instant);
        failingSince = Optional.of(since);
        return clock.instant().isAfter(since.plus(PATIENCE));
    }

    private void locked(CallScope scope, Runnable action) {
        if (!isLocked(scope)) {
            throw new CallDeferredException(
                    "No time is left to wait until the vendor has named the account. Nothing was sent. It is retried"
                            + " automatically.",
                    SOON);
        }
        try {
            action.run();
        } finally {
            asking.unlock();
        }
    }

    private boolean isLocked(CallScope scope) {
        try {
            return asking.tryLock(scope.deadline().left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void warn(VendorResponse response) {
        LOG.warn(
                "{} does not name its account (HTTP {}), so that its calls are counted for its address, {}. If several"
                        + " systems or addresses belong to one account, name it in their settings",
                response.call().system(),
                response.status(),
                account.name());
    }
}
