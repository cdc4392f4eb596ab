package io.recordsync.worker.delivery.circuit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.recordsync.store.process.CircuitStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The circuits of this process. Each system has one, which opens after three failures of the system itself in a row.
 * Each tenant's account with a system has one, which opens when the account is refused. While a circuit is open, single
 * calls at intervals test whether it may close again. Other processes decide for themselves; {@link CircuitStore} notes
 * which circuits are open. While a system's circuit is open, this process does not poll for its deliveries; a delivery
 * that was turned away starts again after the delay that it was given.
 */
public final class Circuits {

    /** The time between two probes of a system that is down. */
    public static final Duration BETWEEN_PROBES = Duration.ofSeconds(5);

    private static final int FAILURES_IN_A_ROW = 3;
    private static final int MAX_TIMES_LONGER = 6;

    private final CircuitStore store;
    private final Supplier<String> process;
    private final PollingSwitch polling;
    private final Supplier<String> errorIds;
    private final CircuitBreakerConfig system;
    private final CircuitBreakerConfig account;
    private final Map<String, Circuit> systems = new ConcurrentHashMap<>();
    private final Map<String, Circuit> accounts = new ConcurrentHashMap<>();

    /**
     * @param process the id of this process, which changes when the process was taken for dead
     * @param betweenProbes the time between two probes of a system that is down. Between the probes of a refused
     *     account the time doubles, from this value up to six times as long
     */
    public Circuits(
            CircuitStore store,
            Supplier<String> process,
            PollingSwitch polling,
            Supplier<String> errorIds,
            Duration betweenProbes) {
        this.store = store;
        this.process = process;
        this.polling = polling;
        this.errorIds = errorIds;
        this.system = config(FAILURES_IN_A_ROW, IntervalFunction.of(betweenProbes));
        this.account = config(
                1,
                IntervalFunction.ofExponentialBackoff(betweenProbes, 2, betweenProbes.multipliedBy(MAX_TIMES_LONGER)));
    }

    /** The access to one tenant's account with one system. */
    public CircuitGate gate(String tenant, String system) {
        Circuit toSystem = systems.computeIfAbsent(system, this::systemCircuit);
        Circuit toAccount = accounts.computeIfAbsent(tenant + "/" + system, name -> accountCircuit(tenant, system));
        toSystem.announce();
        toAccount.announce();
        return new CircuitGate(toSystem, toAccount);
    }

    private Circuit systemCircuit(String name) {
        String meaning = "the system fails or cannot be reached. Its deliveries wait, and continue automatically"
                + " when it works again.";
        return new Circuit(
                CircuitBreaker.of(name, system),
                fetch -> fetchOrNot(name, fetch),
                new CircuitAlert(store, process, CircuitStore.ALL_TENANTS, name, meaning, errorIds));
    }

    private Circuit accountCircuit(String tenant, String name) {
        String meaning = "the account is refused. Its deliveries wait, and continue automatically when the account"
                + " works again.";
        return new Circuit(
                CircuitBreaker.of(tenant + "/" + name, account),
                fetch -> {},
                new CircuitAlert(store, process, tenant, name, meaning, errorIds));
    }

    private void fetchOrNot(String name, boolean fetch) {
        if (fetch) {
            polling.resume(name);
        } else {
            polling.suspend(name);
        }
    }

    private static CircuitBreakerConfig config(int failures, IntervalFunction waits) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(failures)
                .minimumNumberOfCalls(failures)
                .failureRateThreshold(100)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitIntervalFunctionInOpenState(waits)
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .build();
    }
}
