package io.recordsync.worker.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The way to one tenant's account with one system, through both circuits. Whoever has entered says how it went: {@link #answered},
 * {@link #failed}, or {@link #leave} when nothing was sent.
 */
final class Gate {

    private final SystemCircuit system;
    private final CircuitBreaker account;

    Gate(SystemCircuit system, CircuitBreaker account) {
        this.system = system;
        this.account = account;
    }

    boolean isOpen() {
        return system.isOpen() || account.getState() == State.OPEN;
    }

    boolean tryEnter() {
        if (!account.tryAcquirePermission()) {
            return false;
        }
        if (!system.tryEnter()) {
            account.releasePermission();
            return false;
        }
        return true;
    }

    void leave() {
        system.leave();
        account.releasePermission();
    }

    void answered() {
        system.answered();
        account.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    void failed(ConnectorException failure) {
        if (failure.kind() == ErrorKind.UNAVAILABLE) {
            system.failed(failure);
            account.releasePermission();
        } else if (failure.kind() == ErrorKind.ACCOUNT_REFUSED) {
            system.answered();
            account.onError(0, TimeUnit.NANOSECONDS, failure);
        } else {
            answered();
        }
    }

    /** Whether a delivery that was charged then has paid for the failures that go on now. */
    boolean hasPaid(Optional<Instant> chargedAt) {
        return chargedAt.isPresent()
                && system.failingSince()
                        .filter(since -> !chargedAt.get().isBefore(since))
                        .isPresent();
    }
}
