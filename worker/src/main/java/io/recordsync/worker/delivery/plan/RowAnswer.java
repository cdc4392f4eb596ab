package io.recordsync.worker.delivery.plan;

import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.Counterpart.WriteTime;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.delivery.TwoWayDeliveries.Base;
import io.recordsync.store.delivery.TwoWayDeliveries.Settled;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Look;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Send;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a system that is read to one delivery; what follows from it is a pure function.
 *
 * @param asked when the call began, by the ledger's clock
 * @param answered when it had ended
 * @param ahead how far the system's clock is ahead of the ledger's
 * @param resolution the unit in which the system states times of changes
 * @param keepsRecordId whether the system keeps our record id in its rows
 */
public record RowAnswer(
        Claim.Granted claim,
        Instant asked,
        Instant answered,
        Duration ahead,
        Duration resolution,
        boolean keepsRecordId) {

    /**
     * What follows from the answer to a call.
     *
     * @param outcome any but a refusal
     * @param readBack whether the row was read after the call. If the outcome shows none, it was not seen
     */
    public RowResult to(Send send, Outcome outcome, boolean readBack) {
        TwoWay known = send.twoWay().orElseThrow();
        return switch (outcome) {
            case Written written -> written(send, known, written, readBack);
            case Outcome.Linked(ReadRecord row) ->
                new RowResult.Judge(
                        row,
                        Optional.of(TwoWay.row(claim, send.write().object(), row.externalId())
                                .with(draft -> draft.carried(carries(row)))),
                        Optional.empty(),
                        false);
            case Outcome.Stale(ReadRecord row) -> judge(row, known);
            case Outcome.Gone gone -> gone(known.side().row().orElseThrow());
            case Outcome.Refused refused -> throw new IllegalStateException("a refusal is no answer to a row");
        };
    }

    /**
     * What follows from a look at a row that exists.
     *
     * @return empty if the row is as it is known, so that it may be written or deleted now
     */
    public Optional<RowResult> to(Look look, ReadRecord found) {
        boolean isOthers = look.row().carried() && found.recordId().isPresent() && !carries(found);
        if (look.isForDelete() && isOthers) {
            return Optional.of(settle(Settlement.deleted(claim), Base.of(nobodys(look.row()))));
        }
        if (isAsKnown(look, found)) {
            return Optional.empty();
        }
        Optional<Counterpart> link = look.side().row().isPresent()
                ? Optional.empty()
                : Optional.of(look.row().with(draft -> draft.carried(carries(found))));
        return Optional.of(new RowResult.Judge(
                found, link, look.side().row(), look.row().sending().isEmpty()));
    }

    private static boolean isAsKnown(Look look, ReadRecord found) {
        return look.then()
                .filter(send -> look.isForDelete()
                        ? !look.side().isEdited(look.row(), found)
                        : send.write().held().expected().test(found))
                .isPresent();
    }

    /** What follows from a look at a row that is not there. */
    public RowResult toAbsence(Look look) {
        return look.isForDelete() ? deleted(look.row()) : gone(look.row());
    }

    /** What follows if all fields that were to be sent are refused. */
    public RowResult toNothingSent(Send send) {
        TwoWay known = send.twoWay().orElseThrow();
        Counterpart before = known.side().row().orElseThrow();
        RefusedBase refused =
                new RefusedBase(known.side().hashes(), known.side().reading(), known.refused());
        Counterpart after = refused.in(before);
        return new RowResult.Settle(new Settled(
                applied(send, before),
                Optional.of(new Base(after, refused.conflicts(after), Set.of(), Optional.empty()))));
    }

    private Settlement applied(Send send, Counterpart row) {
        return Settlement.applied(
                        claim, send.contentHash(), Optional.of(row.place().externalId()))
                .withObject(send.write().object())
                .withLinked();
    }

    private RowResult written(Send send, TwoWay known, Written written, boolean readBack) {
        if (send.write().operation() == Operation.DELETE) {
            return known.side()
                    .row()
                    .map(this::deleted)
                    .orElseGet(() -> new RowResult.Settle(new Settled(Settlement.deleted(claim), Optional.empty())));
        }
        Optional<String> id = written.externalId().or(() -> send.write().externalId());
        if (id.isEmpty()) {
            return new RowResult.Settle(new Settled(send.succeeded(claim, written), Optional.empty()));
        }
        Counterpart before = known.side()
                .row()
                .map(row -> row.at(id.get()))
                .orElseGet(() -> TwoWay.row(claim, send.write().object(), id.get()));
        WriteTime time = writeTime(written.shown().filter(row -> !readBack));
        Optional<ReadRecord> stale = written.shown()
                .filter(row -> base(known, time).isStale(before, send.write().content(), row));
        Optional<Why> again = readBack && written.shown().isEmpty() ? Optional.of(Why.READ_BACK) : Optional.empty();
        return stale.map(row -> judge(row, known))
                .orElseGet(() ->
                        settle(applied(send, before), settled(send, known, before, written.shown(), time, again)));
    }

    private BaseAfterWrite base(TwoWay known, WriteTime time) {
        return new BaseAfterWrite(known.side().hashes(), known.side().reading(), answered, time);
    }

    /**
     * The time of the write by the system's clock. If the answer itself shows a later time, its clock is further ahead:
     * nothing can follow on its own answer.
     */
    private WriteTime writeTime(Optional<ReadRecord> answer) {
        Instant end = answered.plus(ahead);
        Instant last =
                answer.flatMap(ReadRecord::modified).filter(end::isBefore).orElse(end);
        return new WriteTime(asked.plus(ahead).minus(resolution), last.plus(resolution));
    }

    private Base settled(
            Send send,
            TwoWay known,
            Counterpart before,
            Optional<ReadRecord> shown,
            WriteTime time,
            Optional<Why> again) {
        Map<String, @Nullable Object> content = send.write().content();
        BaseAfterWrite.Result result = base(known, time).after(before, content, known.shown(), shown);
        boolean carried = before.carried()
                || send.write().writesRecordId()
                        && (keepsRecordId || shown.filter(this::carries).isPresent());
        RefusedBase refused =
                new RefusedBase(known.side().hashes(), known.side().reading(), known.refused());
        Counterpart after = refused.in(result.counterpart().with(draft -> draft.carried(carried)));
        List<Conflict> opened = new ArrayList<>(result.notWritten());
        opened.addAll(refused.conflicts(after));
        Set<String> closed = written(known, content, opened, shown);
        Optional<Counterpart> left = known.side()
                .row()
                .filter(row -> !row.place().equals(after.place()))
                .map(this::ended);
        return new Base(after, opened, closed, again, left);
    }

    /** The paths that were written now, so that a conflict about our value is over. */
    private static Set<String> written(
            TwoWay known, Map<String, @Nullable Object> content, List<Conflict> opened, Optional<ReadRecord> shown) {
        Set<String> open = opened.stream().map(Conflict::path).collect(Collectors.toSet());
        Stream<String> settled = known.side().conflicts().stream()
                .filter(conflict -> conflict.kind().isOfOurValue())
                .map(Conflict::path)
                .filter(path -> !open.contains(path))
                .filter(path -> known.side().reading().feeds(path).stream()
                        .anyMatch(field -> known.shown().containsKey(field)
                                || content.containsKey(field)
                                        && shown.filter(row -> row.content().containsKey(field))
                                                .isPresent()));
        return Stream.concat(settled, known.side().asked().stream()).collect(Collectors.toSet());
    }

    private RowResult judge(ReadRecord row, TwoWay known) {
        boolean endsDoubt =
                known.side().row().map(Counterpart::sending).orElse(Map.of()).isEmpty();
        return new RowResult.Judge(row, Optional.empty(), known.side().row(), endsDoubt);
    }

    /** The reader confirms that the row is not there, before anything is deleted or made again. */
    private RowResult gone(Counterpart row) {
        return settle(
                Settlement.gone(claim),
                new Base(
                        row.with(draft -> draft.rowHash(Optional.empty()).sending(Map.of())),
                        List.of(),
                        Set.of(),
                        Optional.of(Why.GONE)));
    }

    private RowResult deleted(Counterpart row) {
        return settle(Settlement.deleted(claim), Base.of(ended(row)));
    }

    private Counterpart ended(Counterpart row) {
        return row.with(draft -> draft.gone(Optional.of(answered), Optional.empty())
                .rowHash(Optional.empty())
                .sending(Map.of()));
    }

    private static Counterpart nobodys(Counterpart row) {
        return row.with(draft ->
                draft.recordId(Optional.empty()).rowHash(Optional.empty()).sending(Map.of()));
    }

    private static RowResult settle(Settlement settlement, Base base) {
        return new RowResult.Settle(new Settled(settlement, Optional.of(base)));
    }

    private boolean carries(ReadRecord row) {
        return row.recordId().equals(Optional.of(claim.key().recordId()));
    }
}
