package io.recordsync.worker.delivery;

import io.recordsync.store.CircuitStore;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Says that a circuit is shut, and later that it is not: once in the log of all processes together, and in the database, where those look who
 * wait for it. What the database did not take is said again at the next delivery.
 */
final class Announcement {

    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

    private final CircuitStore store;
    private final String tenant;
    private final String system;
    private final String meaning;
    private final Supplier<String> errorIds;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile String cause = "";
    private volatile boolean alerted;
    private volatile boolean noted;
    private String errorId = "";

    /** @param meaning what it means that the circuit is open, and what to do */
    Announcement(CircuitStore store, String tenant, String system, String meaning, Supplier<String> errorIds) {
        this.store = store;
        this.tenant = tenant;
        this.system = system;
        this.meaning = meaning;
        this.errorIds = errorIds;
    }

    /** The failure that may be about to open the circuit, in words without record content. */
    void because(String failure) {
        cause = failure;
    }

    /** By one thread at a time; who comes meanwhile goes on, for the one looks again at the end. */
    void bringUpToDate(BooleanSupplier isShut) {
        boolean told = true;
        while (told && !says(isShut.getAsBoolean()) && turn.tryLock()) {
            try {
                told = isShut.getAsBoolean() ? opened() : closed();
            } finally {
                turn.unlock();
            }
        }
    }

    private boolean says(boolean shut) {
        return alerted == shut && noted == shut;
    }

    private boolean opened() {
        if (!alerted) {
            errorId = errorIds.get();
        }
        String reason = meaning + " " + cause;
        Optional<Boolean> first = tell(() -> store.open(tenant, system, reason, errorId));
        if (!alerted && first.orElse(true)) {
            LOG.warn("ALERT circuit open: tenant {}, system {}: {} (error id {})", tenant, system, reason, errorId);
        }
        alerted = true;
        noted = first.isPresent();
        return noted;
    }

    private boolean closed() {
        Optional<Boolean> last = tell(() -> store.close(tenant, system));
        if (alerted && last.orElse(true)) {
            LOG.info("circuit closed: tenant {}, system {}: deliveries go on", tenant, system);
        }
        alerted = false;
        noted = last.isEmpty();
        return !noted;
    }

    private static Optional<Boolean> tell(Supplier<Boolean> write) {
        try {
            return Optional.of(write.get());
        } catch (DataAccessException databaseAway) {
            LOG.debug(
                    "could not note a circuit in the database ({})",
                    databaseAway.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
