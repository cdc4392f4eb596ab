package io.recordsync.worker.delivery.circuit;

import io.recordsync.store.process.CircuitStore;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Reports that a circuit has opened, and later that it has closed: once in the log for all processes together, and in
 * the database for others who wait for it. What the database could not store is reported again at the next delivery.
 */
final class CircuitAlert {

    private static final Logger LOG = LoggerFactory.getLogger(CircuitAlert.class);

    private final CircuitStore store;
    private final Supplier<String> process;
    private final String tenant;
    private final String system;
    private final String meaning;
    private final Supplier<String> errorIds;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile String cause = "";
    private volatile boolean alerted;
    private volatile @Nullable String notedOf;
    private String errorId = "";

    /**
     * @param process the id of this process. It changes when the process was taken for dead; then the report is
     *     repeated
     * @param meaning what the open circuit means, and what to do
     */
    CircuitAlert(
            CircuitStore store,
            Supplier<String> process,
            String tenant,
            String system,
            String meaning,
            Supplier<String> errorIds) {
        this.store = store;
        this.process = process;
        this.tenant = tenant;
        this.system = system;
        this.meaning = meaning;
        this.errorIds = errorIds;
    }

    /** Remembers a failure that may be about to open the circuit, in words without record content. */
    void because(String failure) {
        cause = failure;
    }

    /**
     * Runs in one thread at a time. A thread that calls while another one runs returns at once, because the other one
     * checks the state again at its end.
     */
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
        return alerted == shut && (shut ? process.get().equals(notedOf) : notedOf == null);
    }

    private boolean opened() {
        if (!alerted) {
            errorId = errorIds.get();
        }
        String reason = meaning + " " + cause;
        String id = process.get();
        Optional<Boolean> first = tell(() -> store.open(id, tenant, system, reason, errorId));
        if (!alerted && first.orElse(true)) {
            LOG.warn("ALERT circuit open: tenant {}, system {}: {} (error id {})", tenant, system, reason, errorId);
        }
        alerted = true;
        notedOf = first.isPresent() ? id : notedOf;
        return first.isPresent();
    }

    private boolean closed() {
        Optional<Boolean> last = tell(() -> store.close(process.get(), tenant, system));
        if (alerted && last.orElse(true)) {
            LOG.info("circuit closed: tenant {}, system {}: deliveries continue", tenant, system);
        }
        alerted = false;
        notedOf = last.isPresent() ? null : notedOf;
        return last.isPresent();
    }

    private static Optional<Boolean> tell(Supplier<Boolean> write) {
        try {
            return Optional.of(write.get());
        } catch (DataAccessException e) {
            LOG.debug(
                    "the change of a circuit could not be recorded in the database ({})",
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
