package io.recordsync.worker.reading.run;

import io.recordsync.rules.Action;
import io.recordsync.rules.Mapping;
import io.recordsync.rules.ReadingRules;
import io.recordsync.rules.RecordImage;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.FieldHashes;
import io.recordsync.store.ledger.Image;
import io.recordsync.worker.delivery.plan.ContentHash;
import io.recordsync.worker.delivery.plan.TwoWayPlan;
import io.recordsync.worker.routing.RoutedImages;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a record is to be delivered to a system again: a pure function of the rules and of what the ledger knows.
 * What waits for a person, or was given up by one, is left to people.
 *
 * @param reading how the system's rows are read; empty if it is only written
 * @param retries whether a record is tried again that is parked and that the rules accept by now
 */
record PushDecision(RuleSet rules, String system, Optional<ReadingRules> reading, FieldHashes hashes, boolean retries) {

    /** What a delivery would do. */
    enum Due {
        NOTHING,
        CREATE,
        /** Also a delete, and a row that has to be read first. */
        UPDATE
    }

    /**
     * @param row the record's living row, if the system is read
     * @throws RuntimeException if the rules cannot be applied to the record, because of a defect in recordsync
     */
    Due of(Image image, Standing delivery, Optional<Counterpart> row) {
        boolean known = delivery.isGivenBefore() || delivery.leased() || row.isPresent();
        RecordImage record = RoutedImages.forRules(image);
        Action action =
                rules.route(record, known ? Set.of(system) : Set.of()).actions().get(system);
        if (action == null || isLeftToPeople(delivery, image)) {
            return Due.NOTHING;
        }
        if (action == Action.DELETE) {
            return delivery.state() == DeliveryState.DELETED || delivery.state() == DeliveryState.PARKED
                    ? Due.NOTHING
                    : Due.UPDATE;
        }
        Mapping mapping = rules.map(record, system);
        boolean isTriedAgain = retries && !mapping.refused();
        if (delivery.state() == DeliveryState.PARKED && !isTriedAgain) {
            return Due.NOTHING;
        }
        boolean differs = reading.isPresent()
                ? lacks(image, mapping, delivery, row, reading.get())
                : !delivery.contentHash().equals(Optional.of(ContentHash.of(mapping.object(), mapping.content())));
        if (!differs) {
            return Due.NOTHING;
        }
        return known ? Due.UPDATE : Due.CREATE;
    }

    /** A skip holds until the next change of the record. */
    private static boolean isLeftToPeople(Standing delivery, Image image) {
        return switch (delivery.state()) {
            case GONE, CONFLICT -> true;
            case SKIPPED -> delivery.settledRevision() >= image.revision();
            default -> false;
        };
    }

    private boolean lacks(
            Image image, Mapping mapping, Standing delivery, Optional<Counterpart> row, ReadingRules rows) {
        TwoWayPlan plan = TwoWayPlan.of(image.key().tenant(), mapping, rows, row, delivery.inDoubt(), hashes);
        return !(plan instanceof TwoWayPlan.Nothing);
    }
}
