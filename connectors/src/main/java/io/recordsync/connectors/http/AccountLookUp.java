package io.recordsync.connectors.http;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.VendorAccount;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a vendor once which account it is, so that calls are counted for that account whatever address leads to it. A
 * vendor that does not say is asked again after ten minutes; until then calls are counted for the address. Thread-safe:
 * a thread that calls while another one asks waits for the answer, so that all calls count for the same account.
 */
public final class AccountLookUp {

    private static final Logger LOG = LoggerFactory.getLogger(AccountLookUp.class);
    private static final Duration BETWEEN_CALLS = Duration.ofMinutes(10);

    private final VendorAccount account;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private Instant next = Instant.MIN;

    public AccountLookUp(VendorAccount account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
    }

    /**
     * Asks, if the account is not known and no recent call has failed.
     *
     * @param system the system's name, for the log
     * @param call asks the vendor; empty if the answer does not say which account it is
     */
    public void ensure(String system, Supplier<Optional<String>> call) {
        if (account.isKnown()) {
            return;
        }
        asking.lock();
        try {
            if (!account.isKnown() && !clock.instant().isBefore(next)) {
                next = clock.instant().plus(BETWEEN_CALLS);
                answer(call).ifPresentOrElse(account::tell, () -> warn(system));
            }
        } finally {
            asking.unlock();
        }
    }

    private void warn(String system) {
        LOG.warn(
                "{} does not name its account, so that its calls are counted under its address, {}. If several"
                        + " systems or addresses belong to one account, name the account in their settings.",
                system,
                account.name());
    }

    private static Optional<String> answer(Supplier<Optional<String>> call) {
        try {
            return call.get();
        } catch (ConnectorException | CallDeferredException e) {
            return Optional.empty();
        }
    }
}
