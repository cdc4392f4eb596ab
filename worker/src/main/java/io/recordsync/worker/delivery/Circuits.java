package io.recordsync.worker.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.recordsync.store.CircuitStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuits of this process: one for each system, which three failures of the system itself in a row open, and one for each tenant's
 * account with it, which a refusal of the account opens. While one is open one call now and then tries whether it may close again.
 */
public final class Circuits {

    private static final Logger LOG = LoggerFactory.getLogger(Circuits.class);

    private static final int FAILURES_IN_A_ROW = 3;
    private static final Duration BETWEEN_PROBES = Duration.ofSeconds(5);
    private static final Duration LONGEST_BETWEEN_ACCOUNT_PROBES = Duration.ofMinutes(1);

    private static final CircuitBreakerConfig SYSTEM = config(FAILURES_IN_A_ROW)
            .waitIntervalFunctionInOpenState(IntervalFunction.of(BETWEEN_PROBES))
            .build();

    private static final CircuitBreakerConfig ACCOUNT = config(1)
            .waitIntervalFunctionInOpenState(
                    IntervalFunction.ofExponentialBackoff(BETWEEN_PROBES, 2, LONGEST_BETWEEN_ACCOUNT_PROBES))
            .build();

    private final CircuitStore store;
    private final Polling polling;
    private final InstantSource clock;
    private final Supplier<String> errorIds;
    private final Map<String, SystemCircuit> systems = new ConcurrentHashMap<>();
    private final Map<String, CircuitBreaker> accounts = new ConcurrentHashMap<>();

    public Circuits(CircuitStore store, Polling polling, InstantSource clock, Supplier<String> errorIds) {
        this.store = store;
        this.polling = polling;
        this.clock = clock;
        this.errorIds = errorIds;
    }

    /** At the start of a process its circuits are closed: what an earlier one said of these systems is no longer known. */
    public void forget(Set<String> names) {
        store.open().stream()
                .filter(circuit -> names.contains(circuit.system()))
                .forEach(circuit -> store.close(circuit.tenant(), circuit.system()));
    }

    /** The way to one tenant's account with one system. */
    Gate gate(String tenant, String system) {
        return new Gate(
                systems.computeIfAbsent(system, this::systemCircuit),
                accounts.computeIfAbsent(tenant + "/" + system, name -> accountCircuit(name, tenant, system)));
    }

    private SystemCircuit systemCircuit(String system) {
        CircuitBreaker breaker = CircuitBreaker.of(system, SYSTEM);
        breaker.getEventPublisher().onStateTransition(event -> {
            switch (event.getStateTransition().getToState()) {
                case OPEN -> {
                    polling.suspend(system);
                    opened(
                            CircuitStore.ALL_TENANTS,
                            system,
                            "the system fails or cannot be reached; its deliveries wait");
                }
                case HALF_OPEN -> polling.resume(system);
                case CLOSED -> {
                    polling.resume(system);
                    closed(CircuitStore.ALL_TENANTS, system);
                }
                default -> {}
            }
        });
        return new SystemCircuit(system, breaker, polling, clock);
    }

    private CircuitBreaker accountCircuit(String name, String tenant, String system) {
        CircuitBreaker breaker = CircuitBreaker.of(name, ACCOUNT);
        breaker.getEventPublisher().onStateTransition(event -> {
            switch (event.getStateTransition().getToState()) {
                case OPEN ->
                    opened(
                            tenant,
                            system,
                            "the account is refused; renew its credentials or permissions, and its deliveries go on by themselves");
                case CLOSED -> closed(tenant, system);
                default -> {}
            }
        });
        return breaker;
    }

    /** One alert for all processes: whoever says it first. */
    private void opened(String tenant, String system, String reason) {
        String errorId = errorIds.get();
        if (tell(() -> store.open(tenant, system, reason, errorId), true)) {
            LOG.warn("ALERT circuit open: tenant {}, system {}: {} (error id {})", tenant, system, reason, errorId);
        }
    }

    private void closed(String tenant, String system) {
        if (tell(() -> store.close(tenant, system), true)) {
            LOG.info("circuit closed: tenant {}, system {}: deliveries go on", tenant, system);
        }
    }

    private static boolean tell(Supplier<Boolean> write, boolean otherwise) {
        try {
            return write.get();
        } catch (RuntimeException databaseAway) {
            LOG.debug(
                    "could not note a circuit in the database ({})",
                    databaseAway.getClass().getSimpleName());
            return otherwise;
        }
    }

    private static CircuitBreakerConfig.Builder config(int failures) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(failures)
                .minimumNumberOfCalls(failures)
                .failureRateThreshold(100)
                .permittedNumberOfCallsInHalfOpenState(1)
                .automaticTransitionFromOpenToHalfOpenEnabled(true);
    }
}
