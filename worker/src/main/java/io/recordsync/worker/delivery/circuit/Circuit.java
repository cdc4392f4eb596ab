package io.recordsync.worker.delivery.circuit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.store.ledger.RecordKey;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One circuit: that of a system, or of one tenant's account with it. While it is closed, all deliveries may enter;
 * while it is open, none; while it is half open, one: the probe, whose result alone then counts. The state decides,
 * under one lock, whether work is fetched, so that fetching cannot stay stopped while the circuit is closed.
 */
final class Circuit {

    private final CircuitBreaker breaker;
    private final Consumer<Boolean> fetching;
    private final CircuitAlert alert;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<RecordKey> paid = new HashSet<>();
    private boolean fetches = true;
    private @Nullable Pass probe;

    /** @param fetching is told whether more work should be fetched, each time that this changes */
    Circuit(CircuitBreaker breaker, Consumer<Boolean> fetching, CircuitAlert alert) {
        this.breaker = breaker;
        this.fetching = fetching;
        this.alert = alert;
        breaker.getEventPublisher().onStateTransition(event -> {
            lock.lock();
            try {
                fetchOrNot();
            } finally {
                lock.unlock();
            }
        });
    }

    boolean isOpen() {
        return breaker.getState() == State.OPEN;
    }

    /** Reports the state of the circuit, if the last attempt to report it failed. */
    void announce() {
        alert.bringUpToDate(this::isShut);
    }

    /**
     * Lets a delivery enter, if the state allows it. While a probe is in progress no further work is fetched, because
     * it would only be sent back.
     */
    Optional<Pass> enter() {
        lock.lock();
        try {
            if (!breaker.tryAcquirePermission()) {
                return Optional.empty();
            }
            Pass pass = new Pass();
            probe = breaker.getState() == State.HALF_OPEN ? pass : null;
            fetchOrNot();
            return Optional.of(pass);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether a failure of the system is charged to this delivery as an attempt. It is not charged while the circuit is
     * open or half open. Before that it is charged only once, until the system answers again.
     */
    boolean charges(RecordKey delivery) {
        lock.lock();
        try {
            return !isShut() && paid.add(delivery);
        } finally {
            lock.unlock();
        }
    }

    private boolean isShut() {
        return breaker.getState() != State.CLOSED;
    }

    private void fetchOrNot() {
        boolean should = !isOpen() && probe == null;
        if (should != fetches) {
            fetches = should;
            fetching.accept(should);
        }
    }

    /**
     * The right to make the calls of one delivery. A pass that is closed without a result reports nothing, for example
     * because nothing was sent.
     */
    final class Pass implements AutoCloseable {

        private boolean told;

        boolean isProbe() {
            lock.lock();
            try {
                return probe == this;
            } finally {
                lock.unlock();
            }
        }

        void answered() {
            tell(() -> {
                paid.clear();
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            });
        }

        void failed(ConnectorException failure) {
            alert.because(String.valueOf(failure.getMessage()));
            tell(() -> breaker.onError(0, TimeUnit.NANOSECONDS, failure));
        }

        @Override
        public void close() {
            tell(breaker::releasePermission);
        }

        /** The result of a delivery that entered before the circuit opened does not count any more. */
        private void tell(Runnable word) {
            if (told) {
                return;
            }
            told = true;
            lock.lock();
            try {
                boolean counts = probe == this || !isShut();
                probe = probe == this ? null : probe;
                if (counts) {
                    word.run();
                }
                fetchOrNot();
            } finally {
                lock.unlock();
            }
            announce();
        }
    }
}
