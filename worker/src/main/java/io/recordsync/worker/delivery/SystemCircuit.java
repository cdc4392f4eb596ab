package io.recordsync.worker.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One system's circuit, with the time since when the system has only failed. */
final class SystemCircuit {

    private final String system;
    private final CircuitBreaker breaker;
    private final Polling polling;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Instant> failingSince = new AtomicReference<>();

    SystemCircuit(String system, CircuitBreaker breaker, Polling polling, InstantSource clock) {
        this.system = system;
        this.breaker = breaker;
        this.polling = polling;
        this.clock = clock;
    }

    boolean isOpen() {
        return breaker.getState() == State.OPEN;
    }

    /** A probe goes alone: while it is under way no further work is fetched, only to be sent back. */
    boolean tryEnter() {
        boolean entered = breaker.tryAcquirePermission();
        if (entered && breaker.getState() == State.HALF_OPEN) {
            polling.suspend(system);
        }
        return entered;
    }

    void leave() {
        breaker.releasePermission();
        if (breaker.getState() == State.HALF_OPEN) {
            polling.resume(system);
        }
    }

    void answered() {
        failingSince.set(null);
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    void failed(Throwable failure) {
        failingSince.compareAndSet(null, clock.instant());
        breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    }

    Optional<Instant> failingSince() {
        return Optional.ofNullable(failingSince.get());
    }
}
