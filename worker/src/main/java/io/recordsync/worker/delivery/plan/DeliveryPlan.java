package io.recordsync.worker.delivery.plan;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.rules.Action;
import io.recordsync.rules.FieldProblem;
import io.recordsync.rules.Mapping;
import io.recordsync.rules.RecordImage;
import io.recordsync.rules.RuleSet;
import io.recordsync.settings.TenantSettings;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.delivery.TwoWayDeliveries.Settled;
import io.recordsync.worker.routing.RoutedImages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What to do about a claimed delivery; a pure function of the claim and the rules. */
public sealed interface DeliveryPlan {

    /** The record is not to be made at a system of which not all rows have been read yet. */
    record Wait() implements DeliveryPlan {}

    /** Other rules than those of this process have routed the record. */
    record RoutedByOthers() implements DeliveryPlan {}

    /** An earlier call may still take effect within this time. Until then nothing may be sent. */
    record InDoubt(Duration remaining) implements DeliveryPlan {}

    /** The newest image does not belong to this system, and the system holds nothing of it. */
    record Unrouted() implements DeliveryPlan {}

    /** The system has this content already, or no longer holds the record: no call is needed. */
    record Unchanged() implements DeliveryPlan {}

    /** The rules refuse the record as it is. */
    record Invalid(List<FieldProblem> problems) implements DeliveryPlan {}

    /** The record's tenant has no account at the system, and must not write to another tenant's account. */
    record NoConnection() implements DeliveryPlan {}

    /** No call is needed at a system that is read: settle the delivery so. */
    record Settle(Settled settled) implements DeliveryPlan {}

    /** A conflict is open at a system that is read, and a person has to decide before anything is sent. */
    record Undecided() implements DeliveryPlan {}

    /**
     * Ask a system that is read for this row first.
     *
     * @param row the row, of which nothing is known yet unless it is to be deleted
     * @param side what else is known of the record there
     * @param then what is sent if nobody has edited the row: its delete, or an update that the rules guard so; empty if
     *     it is to be judged only
     */
    record Look(Counterpart row, ReadSide side, Optional<Send> then) implements DeliveryPlan {

        boolean isForDelete() {
            return then.filter(send -> send.write().operation() == Operation.DELETE)
                    .isPresent();
        }
    }

    /**
     * Make this call.
     *
     * @param twoWay what the base needs of the write, if the system is read
     */
    record Send(Write write, String contentHash, Optional<TwoWay> twoWay) implements DeliveryPlan {

        Send(Write write, String contentHash) {
            this(write, contentHash, Optional.empty());
        }

        /**
         * The same update without the fields that the system has refused.
         *
         * @return empty if it is no such refusal, or if the rules say that the delivery then parks
         */
        public Optional<Send> without(ConnectorException refusal) {
            return twoWay.flatMap(known -> RefusedFields.of(write, known.side().reading(), refusal)
                    .map(rest -> new Send(rest.write(), contentHash, Optional.of(known.without(rest.refused())))));
        }

        /** The same create, of which the match has met a row that a person keeps apart. */
        public Send withoutMatch() {
            Write all = new Write(
                    write.operation(),
                    write.object(),
                    write.recordId(),
                    write.externalId(),
                    write.content(),
                    Optional.empty(),
                    write.revision(),
                    write.inDoubt(),
                    write.held());
            return new Send(all, contentHash, twoWay);
        }

        /** Whether nothing is left to be sent, because the system has refused all fields. */
        public boolean isEmpty() {
            return write.operation() == Operation.UPDATE && write.content().isEmpty();
        }

        /** The settlement after the call has succeeded. */
        public Settlement succeeded(Claim.Granted claim, Outcome.Written written) {
            return write.operation() == Operation.DELETE
                    ? Settlement.deleted(claim)
                    : Settlement.applied(claim, contentHash, written.externalId())
                            .withObject(write.object());
        }
    }

    static DeliveryPlan of(Claim.Granted claim, RuleSet rules, TenantSettings tenants) {
        return of(claim, rules, tenants, Optional.empty());
    }

    /** @param side what is known of the record at the system, if the system is read */
    static DeliveryPlan of(Claim.Granted claim, RuleSet rules, TenantSettings tenants, Optional<ReadSide> side) {
        DeliveryPlan plan = byRules(claim, rules, side);
        boolean calls = plan instanceof Send || plan instanceof Look;
        return calls && !tenants.hasConnection(claim.key().tenant()) ? new NoConnection() : plan;
    }

    private static DeliveryPlan byRules(Claim.Granted claim, RuleSet rules, Optional<ReadSide> side) {
        RecordImage image = RoutedImages.forRules(claim.image());
        boolean mayHold = claim.known() || side.flatMap(ReadSide::row).isPresent();
        Set<String> known = mayHold ? Set.of(claim.system()) : Set.of();
        Action action = rules.route(image, known).actions().get(claim.system());
        if (action == null) {
            return claim.delivered().state() == DeliveryState.DELETED ? new Unchanged() : new Unrouted();
        }
        Mapping mapping = rules.map(image, claim.system());
        if (side.isPresent()) {
            ReadSystemPlan plan = new ReadSystemPlan(claim, mapping, side.get());
            return action == Action.DELETE ? plan.delete(delete(claim, mapping)) : plan.upsert();
        }
        return action == Action.DELETE ? delete(claim, mapping) : upsert(claim, mapping);
    }

    /**
     * A delete needs neither valid content nor rules that name the system. It needs only the name of the object: that
     * of the last write, or that in the rules.
     */
    private static DeliveryPlan delete(Claim.Granted claim, Mapping mapping) {
        String object = claim.delivered().object().orElse(mapping.object());
        if (object.isEmpty()) {
            return new Invalid(mapping.problems());
        }
        Write write = new Write(
                Operation.DELETE,
                object,
                TenantSettings.recordIdAtSystems(claim.key()),
                claim.delivered().externalId(),
                Map.of(),
                object.equals(mapping.object()) ? match(mapping) : Optional.empty(),
                claim.image().revision(),
                claim.inDoubt());
        return new Send(write, "");
    }

    private static DeliveryPlan upsert(Claim.Granted claim, Mapping mapping) {
        if (mapping.refused()) {
            return new Invalid(mapping.problems());
        }
        String hash = ContentHash.of(mapping.object(), mapping.content());
        boolean has = claim.delivered().contentHash().equals(Optional.of(hash));
        if (has && !claim.inDoubt()) {
            return new Unchanged();
        }
        Write write = new Write(
                Operation.UPSERT,
                mapping.object(),
                TenantSettings.recordIdAtSystems(claim.key()),
                claim.delivered().externalId(),
                mapping.content(),
                match(mapping),
                claim.image().revision(),
                claim.inDoubt());
        return new Send(write, hash);
    }

    static Optional<Write.Match> match(Mapping mapping) {
        return mapping.match().map(match -> new Write.Match(match.field(), match.value()));
    }
}
