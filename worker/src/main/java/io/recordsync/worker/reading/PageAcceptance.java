package io.recordsync.worker.reading;

import io.recordsync.worker.reading.Readings.Page;
import io.recordsync.worker.reading.Readings.Read;
import java.util.function.Consumer;

/** Accepts what a system showed, as {@link Readings} does. */
@FunctionalInterface
public interface PageAcceptance {

    /**
     * Accepts a page together with what else has to be true and written. All of it is one transaction, which may be
     * repeated.
     *
     * @param first called in each transaction before anything is locked. What it throws ends the transaction, and is
     *     thrown here
     * @param last called in each transaction when all else is written
     * @throws IllegalArgumentException if the rules do not read the entity from the system
     * @throws org.springframework.dao.DataAccessException if the database did not accept it; it may be accepted again
     */
    Read accept(Page page, Runnable first, Consumer<Read> last);
}
