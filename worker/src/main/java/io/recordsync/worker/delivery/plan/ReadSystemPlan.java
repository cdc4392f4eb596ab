package io.recordsync.worker.delivery.plan;

import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Held;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.rules.Mapping;
import io.recordsync.settings.TenantSettings;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.delivery.TwoWayDeliveries.Base;
import io.recordsync.store.delivery.TwoWayDeliveries.Settled;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Invalid;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Look;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Send;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Settle;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Undecided;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to do about a delivery to a system that is read; a pure function. */
final class ReadSystemPlan {

    private final Claim.Granted claim;
    private final Mapping mapping;
    private final ReadSide side;

    ReadSystemPlan(Claim.Granted claim, Mapping mapping, ReadSide side) {
        this.claim = claim;
        this.mapping = side.mayWrite(mapping);
        this.side = side;
    }

    /**
     * A row that is known is looked at before it is deleted, because somebody may have edited it since.
     *
     * @param unseen the delete of a row that is not known
     */
    DeliveryPlan delete(DeliveryPlan unseen) {
        if (side.row().isEmpty()) {
            return claim.delivered().state() == DeliveryState.GONE
                    ? settle(Settlement.deleted(claim))
                    : ofReadSystem(unseen);
        }
        Counterpart row = side.row().get();
        Write write = write(
                Operation.DELETE,
                row.place().object(),
                Optional.of(row.place().externalId()),
                Map.of(),
                Held.ANYTHING,
                row.place().object().equals(mapping.object()) ? DeliveryPlan.match(mapping) : Optional.empty());
        return new Look(row, side, Optional.of(new Send(write, "", Optional.of(TwoWay.of(side)))));
    }

    private DeliveryPlan ofReadSystem(DeliveryPlan plan) {
        return plan instanceof Send send ? new Send(send.write(), "", Optional.of(TwoWay.of(side))) : plan;
    }

    DeliveryPlan upsert() {
        if (claim.delivered().state() == DeliveryState.GONE) {
            return settle(Settlement.gone(claim));
        }
        if (side.isUndecided(claim.image())) {
            return new Undecided();
        }
        if (mapping.refused()) {
            return new Invalid(mapping.problems());
        }
        Optional<Counterpart> row = side.agreed(mapping.content()).or(this::ofEarlierDelivery);
        return switch (TwoWayPlan.of(claim.key().tenant(), mapping, side.reading(), row, isInDoubt(), side.hashes())) {
            case TwoWayPlan.Look none -> new Look(row.orElseThrow(), side, Optional.empty());
            case TwoWayPlan.Nothing(Map<String, String> shown) -> nothing(row.orElseThrow(), shown);
            case TwoWayPlan.Update update -> update(update);
            case TwoWayPlan.Create create when isTooEarly() -> new DeliveryPlan.Wait();
            case TwoWayPlan.Create create -> create(create);
        };
    }

    /** A create before all rows have been read could be a second row of the record. */
    private boolean isTooEarly() {
        return side.linking() && !claim.known();
    }

    private boolean isInDoubt() {
        return claim.inDoubt() || claim.delivered().isContentUnknown();
    }

    /** The row that a delivery made before the system was read: it is read before anything is sent. */
    private Optional<Counterpart> ofEarlierDelivery() {
        return claim.delivered()
                .externalId()
                .filter(id -> claim.delivered().state() != DeliveryState.DELETED)
                .map(id -> TwoWay.row(claim, mapping.object(), id));
    }

    private DeliveryPlan nothing(Counterpart row, Map<String, String> shown) {
        Counterpart after = row.with(draft -> {
            shown.forEach((field, hash) -> draft.field(field, base -> base.withGiven(hash)));
            return draft;
        });
        Set<String> over = new HashSet<>(shownNow(shown));
        over.addAll(side.asked());
        Optional<Base> base = shown.isEmpty() && over.isEmpty()
                ? Optional.empty()
                : Optional.of(new Base(after, List.of(), over, Optional.empty()));
        return new Settle(new Settled(Settlement.unchanged(claim).withLinked(), base));
    }

    /** The paths whose conflict was about our value, which the row shows by now. */
    private Set<String> shownNow(Map<String, String> shown) {
        return side.conflicts().stream()
                .filter(conflict -> conflict.kind().isOfOurValue())
                .map(Conflict::path)
                .filter(path -> shown.keySet().containsAll(side.reading().feeds(path)))
                .collect(Collectors.toSet());
    }

    private DeliveryPlan update(TwoWayPlan.Update update) {
        Counterpart row = update.counterpart();
        Write write = write(
                Operation.UPDATE,
                row.place().object(),
                Optional.of(row.place().externalId()),
                update.content(),
                side.held(row, isInDoubt()),
                DeliveryPlan.match(mapping));
        ReadSide known = side.withRow(row);
        Send send = new Send(write, hash(), Optional.of(new TwoWay(known, update.sent(), update.shown(), Map.of())));
        return side.reading().guardRead() ? new Look(row, known, Optional.of(send)) : send;
    }

    private DeliveryPlan create(TwoWayPlan.Create create) {
        Write write = write(
                Operation.CREATE,
                mapping.object(),
                Optional.empty(),
                mapping.content(),
                Held.ANYTHING,
                DeliveryPlan.match(mapping));
        return new Send(write, hash(), Optional.of(new TwoWay(side, create.sent(), Map.of(), Map.of())));
    }

    private String hash() {
        return ContentHash.of(mapping.object(), mapping.content());
    }

    private Write write(
            Operation operation,
            String object,
            Optional<String> externalId,
            Map<String, @Nullable Object> content,
            Held held,
            Optional<Write.Match> match) {
        return new Write(
                operation,
                object,
                TenantSettings.recordIdAtSystems(claim.key()),
                externalId,
                content,
                match,
                claim.image().revision(),
                claim.inDoubt(),
                held);
    }

    private static Settle settle(Settlement settlement) {
        return new Settle(new Settled(settlement, Optional.empty()));
    }
}
