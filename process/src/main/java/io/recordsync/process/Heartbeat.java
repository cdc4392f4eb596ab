package io.recordsync.process;

import io.recordsync.store.process.ProcessStore;
import io.recordsync.store.process.ProcessStore.Description;
import io.recordsync.store.process.ProcessStore.Life;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Records in the ledger every two seconds that this process is alive, from before it begins to work until after it has
 * stopped. A process whose last heartbeat is 15 seconds old counts as gone, and continues under another id. Readiness
 * is down while heartbeats are late.
 */
public final class Heartbeat implements SmartLifecycle, HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration LATE = Duration.ofSeconds(15);

    /** Starts before all components without a phase of their own, and stops after them. */
    private static final int FIRST = SmartLifecycle.DEFAULT_PHASE - 10_000;

    private final ProcessStore store;
    private final Description description;
    private final ErrorIds ids;
    private final PeriodicTask beats;
    private volatile String id;
    private volatile boolean oldest;
    private volatile long last = System.nanoTime();

    /**
     * @param ids gives a new id each time
     * @param succeeded takes the name of the task after each heartbeat, for a metric
     */
    public Heartbeat(ProcessStore store, Description description, ErrorIds ids, Consumer<String> succeeded) {
        this.store = store;
        this.description = description;
        this.ids = ids;
        this.beats = new PeriodicTask("Sending the heartbeat", this::beat, EVERY, ids, succeeded);
        this.id = ids.next();
    }

    /** The id under which the ledger knows this process now. */
    public String id() {
        return id;
    }

    /**
     * Whether this process was the oldest live one of its kind at the last heartbeat. Tasks that only one of several
     * processes may do are done by the oldest.
     */
    public boolean isOldest() {
        return oldest;
    }

    @Override
    public void start() {
        store.register(id, description);
        beats.runOnce();
        beats.start();
    }

    private void beat() {
        Optional<Life> life = store.heartbeat(id);
        if (life.isEmpty()) {
            beginAnew();
        }
        oldest = life.map(Life::isOldest).orElse(false);
        last = System.nanoTime();
    }

    private void beginAnew() {
        String gone = id;
        id = ids.next();
        store.register(id, description);
        LOG.warn(
                "The heartbeat of this process was late by more than {} s, so that other processes treated"
                        + " it as ended ({}). It continues under the id {}",
                LATE.toSeconds(),
                gone,
                id);
    }

    /** Down if the last successful heartbeat is 15 seconds old, because heartbeats fail or their thread has ended. */
    @Override
    public Health health() {
        Duration since = Duration.ofNanos(System.nanoTime() - last);
        Health.Builder health = since.compareTo(LATE) < 0 ? Health.up() : Health.down();
        health.withDetail("process", id).withDetail("lastHeartbeatSecondsAgo", since.toSeconds());
        if (!description.unnamed().isEmpty()) {
            health.withDetail("warning", rulesDoNotName(description));
        }
        return health.build();
    }

    /** The warning for a worker that carries out deliveries to systems that its rules do not name. */
    public static String rulesDoNotName(Description description) {
        return ("This worker serves %s, but its rules do not name it. It carries out deletes only; other"
                        + " deliveries wait for a worker whose rules do. Set SYNC_RULES or WORKER_SYSTEMS.")
                .formatted(String.join(", ", description.unnamed()));
    }

    /** Waits for a heartbeat in progress, because an interrupt would break its database connection. */
    @Override
    public void stop() {
        if (isRunning()) {
            beats.stopAfterRun();
            end();
        }
    }

    private void end() {
        try {
            store.end(id);
        } catch (DataAccessException e) {
            LOG.debug("the end of this process could not be recorded: the database is unavailable");
        }
    }

    @Override
    public boolean isRunning() {
        return beats.isRunning();
    }

    @Override
    public int getPhase() {
        return FIRST;
    }
}
