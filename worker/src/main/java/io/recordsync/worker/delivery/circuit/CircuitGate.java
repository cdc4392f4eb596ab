package io.recordsync.worker.delivery.circuit;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import java.time.Duration;
import java.util.Optional;

/** The access to one tenant's account with one system, through both circuits. */
public final class CircuitGate {

    private final Circuit system;
    private final Circuit account;

    CircuitGate(Circuit system, Circuit account) {
        this.system = system;
        this.account = account;
    }

    public boolean isOpen() {
        return system.isOpen() || account.isOpen();
    }

    /** How long a delivery waits that could not enter. */
    public Duration patience(RetryPolicy retries) {
        return account.isOpen() ? retries.whileAccountIsRefused() : retries.whileCircuitIsOpen();
    }

    /** Empty when a circuit lets no delivery enter now. */
    public Optional<Pass> enter() {
        Optional<Circuit.Pass> toAccount = account.enter();
        Optional<Circuit.Pass> toSystem = toAccount.isEmpty() ? Optional.empty() : system.enter();
        if (toSystem.isEmpty()) {
            toAccount.ifPresent(Circuit.Pass::close);
            return Optional.empty();
        }
        return Optional.of(new Pass(system, toSystem.get(), toAccount.orElseThrow()));
    }

    /** The right to make calls. Its holder reports the result, or closes it when nothing was sent. */
    public static final class Pass implements AutoCloseable {

        private final Circuit system;
        private final Circuit.Pass toSystem;
        private final Circuit.Pass toAccount;

        private Pass(Circuit system, Circuit.Pass toSystem, Circuit.Pass toAccount) {
            this.system = system;
            this.toSystem = toSystem;
            this.toAccount = toAccount;
        }

        /** Whether this is a probe, which tests if the system or the account works again. */
        public boolean isProbe() {
            return toSystem.isProbe() || toAccount.isProbe();
        }

        public void answered() {
            toSystem.answered();
            toAccount.answered();
        }

        /**
         * Returns whether the failure is charged to the delivery as an attempt, as far as the system's state decides
         * that.
         */
        public boolean failed(ConnectorException failure, RecordKey delivery) {
            switch (failure.kind()) {
                case UNAVAILABLE -> {
                    toSystem.failed(failure);
                    toAccount.close();
                    return system.charges(delivery);
                }
                case ACCOUNT_REFUSED -> {
                    toSystem.answered();
                    toAccount.failed(failure);
                }
                case TRANSIENT, RATE_LIMITED, PERMANENT -> answered();
            }
            return true;
        }

        @Override
        public void close() {
            toSystem.close();
            toAccount.close();
        }
    }
}
