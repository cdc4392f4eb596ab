package io.recordsync.worker.delivery.plan;

import io.recordsync.connectors.Connector;
import io.recordsync.store.ledger.RecordKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Deliveries in steps, so that anything may happen between them. */
public interface StepDelivery {

    /**
     * A system that records are delivered to.
     *
     * @param clock the system's clock
     * @param look reads a row by its id and judges it
     */
    record Target(Connector connector, Supplier<Instant> clock, Consumer<String> look) {

        Instant now() {
            return clock.get();
        }
    }

    /** A delivery that has something to call. Without settling, its lease stays as after a crash. */
    interface Call {

        void call();

        /** @param grace how long a call without an answer may still take effect */
        void settle(Duration grace);
    }

    /** Makes the record's deliveries due. */
    void route(RecordKey key);

    /** Claims the delivery and makes its plan; empty if there is nothing to call or it has to wait. */
    Optional<Call> begin(RecordKey key, Target target);

    /** All steps at once. */
    default void deliver(RecordKey key, Target target) {
        begin(key, target).ifPresent(call -> {
            call.call();
            call.settle(Duration.ZERO);
        });
    }
}
