package io.recordsync.worker.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.store.RecordKey;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One circuit: of a system, or of one tenant's account with it. Closed, all may enter; open, none; half open, one: the probe, whose word alone
 * counts then. Whether work is fetched follows from the state, under one lock, so that it cannot stay stopped while the circuit is closed.
 */
final class Circuit {

    private final CircuitBreaker breaker;
    private final Consumer<Boolean> fetching;
    private final CircuitAlert alert;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<RecordKey> paid = new HashSet<>();
    private boolean fetches = true;
    private @Nullable Pass probe;

    /** @param fetching told whether more work is worth fetching, when that changes */
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

    /** Tells of the circuit what the last attempt to tell could not. */
    void announce() {
        alert.bringUpToDate(this::isShut);
    }

    /** A probe goes alone: while it is under way no further work is fetched, only to be sent back. */
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
     * Whether a failure of the system costs this delivery an attempt: not while the circuit is shut, and before that only once, until the
     * system answers again.
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

    /** The right to make the calls of one delivery. Closed without a word it tells nothing, as when nothing was sent. */
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

        /** Who entered before the circuit opened has no say any more. */
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
