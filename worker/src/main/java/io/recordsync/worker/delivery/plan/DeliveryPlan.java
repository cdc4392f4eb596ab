package io.recordsync.worker.delivery.plan;

import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.rules.Action;
import io.recordsync.rules.FieldProblem;
import io.recordsync.rules.Mapping;
import io.recordsync.rules.RecordImage;
import io.recordsync.rules.RuleSet;
import io.recordsync.settings.TenantSettings;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.worker.routing.RoutedImages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What to do about a claimed delivery; a pure function of the claim and the rules. */
public sealed interface DeliveryPlan {

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

    /** Make this call. */
    record Send(Write write, String contentHash) implements DeliveryPlan {

        /** The settlement after the call has succeeded. */
        public Settlement succeeded(Claim.Granted claim, Outcome.Written written) {
            return write.operation() == Operation.DELETE
                    ? Settlement.deleted(claim)
                    : Settlement.applied(claim, contentHash, written.externalId())
                            .withObject(write.object());
        }
    }

    static DeliveryPlan of(Claim.Granted claim, RuleSet rules, TenantSettings tenants) {
        DeliveryPlan plan = byRules(claim, rules);
        return plan instanceof Send && !tenants.hasConnection(claim.key().tenant()) ? new NoConnection() : plan;
    }

    private static DeliveryPlan byRules(Claim.Granted claim, RuleSet rules) {
        RecordImage image = RoutedImages.forRules(claim.image());
        Set<String> known = claim.known() ? Set.of(claim.system()) : Set.of();
        Action action = rules.route(image, known).actions().get(claim.system());
        if (action == null) {
            return claim.delivered().state() == DeliveryState.DELETED ? new Unchanged() : new Unrouted();
        }
        Mapping mapping = rules.map(image, claim.system());
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

    private static Optional<Write.Match> match(Mapping mapping) {
        return mapping.match().map(match -> new Write.Match(match.field(), match.value()));
    }
}
