package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.delivery.TwoWayDeliveries.Base;
import io.recordsync.store.delivery.TwoWayDeliveries.Settled;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.delivery.MetRows.Met;
import io.recordsync.worker.delivery.ReadSystem.Answer;
import io.recordsync.worker.delivery.ReadSystem.Call;
import io.recordsync.worker.delivery.circuit.CircuitGate;
import io.recordsync.worker.delivery.plan.DeliveryPlan;
import io.recordsync.worker.delivery.plan.DeliveryPlan.InDoubt;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Invalid;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Look;
import io.recordsync.worker.delivery.plan.DeliveryPlan.NoConnection;
import io.recordsync.worker.delivery.plan.DeliveryPlan.RoutedByOthers;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Send;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Settle;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Unchanged;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Undecided;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Unrouted;
import io.recordsync.worker.delivery.plan.OwnRules.Coverage;
import io.recordsync.worker.delivery.plan.ReadSide;
import io.recordsync.worker.delivery.plan.RowAnswer;
import io.recordsync.worker.delivery.plan.RowResult;
import io.recordsync.worker.delivery.retry.ActivityFailures;
import io.recordsync.worker.delivery.retry.DeliveryErrors;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.DeliveryResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One attempt at the delivery of one record to one system, from its claim on. When {@link #deliver} returns or throws,
 * the delivery is settled or released, or another delivery has claimed it since. Used by one thread.
 */
final class SingleDelivery {

    private static final Duration AFTER_LATER = Duration.ofSeconds(5);

    private final DeliveryContext context;
    private final RetryPolicy retries;
    private final Attempt attempt;
    private final Claim.Granted claim;
    private final Optional<ReadSystem> read;
    private final SingleResults results;
    private final BulkJobs jobs;

    private SingleDelivery(DeliveryContext context, Attempt attempt, Claim.Granted claim, String owner) {
        this.context = context;
        this.retries = context.retries();
        this.attempt = attempt;
        this.claim = claim;
        this.read = ReadSystem.of(context, claim.system(), claim.key().entity(), attempt);
        this.results = new SingleResults(context, attempt, claim, read);
        this.jobs = new BulkJobs(context, claim.system(), owner, attempt);
    }

    /**
     * @throws io.temporal.failure.ApplicationFailure if the ledger does not know the record, or another delivery holds
     *     the lease
     */
    static SingleDelivery claim(DeliveryContext context, RecordKey key, DeliveryRequest request, Attempt attempt) {
        List<Claim> claims = context.ledger().claim(List.of(key), request.system(), request.owner(), attempt.times());
        return switch (claims.isEmpty() ? null : claims.getFirst()) {
            case null ->
                throw ActivityFailures.unknownRecord(
                        key + " to " + request.system(), context.errorIds().get());
            case Claim.Leased leased ->
                throw ActivityFailures.waiting(
                        "another delivery holds the lease",
                        RetryPolicy.untilLeaseCheck(leased.remaining().plus(SingleResults.AFTER_LEASE)));
            case Claim.Granted granted -> new SingleDelivery(context, attempt, granted, request.owner());
        };
    }

    /**
     * @param coverage what this process may do with the delivery
     * @throws io.temporal.failure.ApplicationFailure if the delivery is not settled as done
     */
    DeliveryResult deliver(Coverage coverage, CircuitGate gate) {
        return switch (plan(coverage)) {
            case DeliveryPlan.Wait none -> throw results.giveBackUntilRead();
            case RoutedByOthers none -> throw results.giveBackForItsRules();
            case InDoubt(Duration remaining) ->
                throw results.giveBack("an earlier call may still take effect", remaining);
            case Unrouted none -> results.settle(Settlement.unrouted(claim));
            case Unchanged same -> results.settle(Settlement.unchanged(claim));
            case Invalid invalid ->
                throw results.parkForGood(
                        DeliveryErrors.invalid(claim.system(), invalid.problems(), results.errorId()));
            case NoConnection none ->
                throw results.parkForGood(DeliveryErrors.noConnection(claim.system(), results.errorId()));
            case Settle(Settled settled) -> results.settle(settled);
            case Undecided none ->
                results.settle(Settlement.conflict(claim, DeliveryErrors.undecided(claim.system(), results.errorId())));
            case Look look -> {
                endJobsLeft(gate);
                yield look(look, gate);
            }
            case Send send -> {
                endJobsLeft(gate);
                yield send(send, gate);
            }
        };
    }

    /** An earlier job that may still write the record is ended first. */
    private void endJobsLeft(CircuitGate gate) {
        if (claim.inDoubt() && !jobs.left().isEmpty()) {
            withPass(
                    gate,
                    pass -> call(pass, () -> {
                        jobs.endLeft();
                        return true;
                    }));
        }
    }

    private DeliveryPlan plan(Coverage coverage) {
        Optional<ReadSide> side = read.map(rows -> rows.sides(List.of(claim)).get(claim.key()));
        try {
            return context.rules().plan(claim, coverage, side);
        } catch (RuntimeException e) {
            throw results.failed(DeliveryErrors.defect(e, false), true);
        }
    }

    /** A row that has to be seen before anything is sent to it. */
    private DeliveryResult look(Look look, CircuitGate gate) {
        ReadSystem rows = read.orElseThrow();
        String object = look.row().place().object();
        String id = look.row().place().externalId();
        Instant asked = rows.now();
        Optional<ReadRecord> found =
                Optional.ofNullable(withPass(gate, pass -> call(pass, () -> rows.find(object, List.of(id))))
                        .get(id));
        RowAnswer answer = rows.answer(claim, asked, rows.now());
        Optional<RowResult> result =
                found.isEmpty() ? Optional.of(answer.toAbsence(look)) : answer.to(look, found.get());
        return result.isPresent()
                ? finish(result.get(), object, asked)
                : send(look.then().orElseThrow(), gate);
    }

    private DeliveryResult send(Send send, CircuitGate gate) {
        return read.isPresent() && send.twoWay().isPresent()
                ? sendToReadSystem(read.get(), send, gate)
                : results.settle(send.succeeded(claim, withPass(gate, pass -> write(send, pass))));
    }

    /** If the system refuses some fields, the others are sent at once. */
    private DeliveryResult sendToReadSystem(ReadSystem rows, Send send, CircuitGate gate) {
        Instant asked = rows.begin(List.of(new Call(claim, send)));
        Outcome outcome = withPass(gate, pass -> writeOrRefuse(send, pass));
        Call past = rows.past(List.of(new Call(claim, send)), List.of(outcome)).get(0);
        if (past != null) {
            return sendToReadSystem(rows, past.send(), gate);
        }
        RowAnswer answer = rows.answer(claim, asked, rows.now());
        if (outcome instanceof Outcome.Refused(ConnectorException reason)) {
            Send rest = send.without(reason).orElseThrow();
            return rest.isEmpty()
                    ? finish(answer.toNothingSent(rest), rest.write().object(), asked)
                    : sendToReadSystem(rows, rest, gate);
        }
        Answer shown =
                rows.readBack(List.of(new Call(claim, send)), List.of(outcome)).getFirst();
        RowResult result = answer.to(send, shown.outcome(), shown.readBack());
        return finish(result, send.write().object(), asked);
    }

    /** A refusal is an outcome if something is left to be sent. */
    private Outcome writeOrRefuse(Send send, CircuitGate.Pass pass) {
        return call(pass, () -> {
            try {
                return connector().write(send.write(), attempt.scope());
            } catch (ConnectorException e) {
                if (send.without(e).isEmpty()) {
                    throw e;
                }
                return new Outcome.Refused(e);
            }
        });
    }

    private Outcome.Written write(Send send, CircuitGate.Pass pass) {
        return call(pass, () -> (Outcome.Written) connector().write(send.write(), attempt.scope()));
    }

    private Connector connector() {
        return context.systems().connector(claim.system());
    }

    private DeliveryResult finish(RowResult result, String object, Instant asked) {
        return switch (result) {
            case RowResult.Settle(Settled settled) -> results.settle(settled);
            case RowResult.Judge judge -> throw judged(read.orElseThrow().met(claim, judge, object, asked));
        };
    }

    /** The row is judged, and the delivery is made again afterwards. */
    private RuntimeException judged(Met met) {
        MetRows.Next next = Objects.requireNonNull(
                new MetRows(context.rows()).judge(List.of(met)).get(claim.key()));
        return switch (next) {
            case ROUTE -> ActivityFailures.routeAgain(claim.system());
            case AGAIN -> ActivityFailures.waiting("its row has been read and judged", Duration.ZERO);
            case NO_NEWS ->
                ActivityFailures.waiting("its row showed nothing new", retries.afterNoNews(claim.attempts()));
            case WAIT -> ActivityFailures.waiting("its row cannot be judged yet", AFTER_LATER);
            case AMBIGUOUS -> results.parkForGood(ambiguous());
            case OF_ANOTHER -> parkAsAmbiguous(met);
        };
    }

    private DeliveryError ambiguous() {
        return DeliveryErrors.ambiguous(claim.system(), results.errorId());
    }

    /** The ledger keeps the row to its record, and opens the conflict. */
    private RuntimeException parkAsAmbiguous(Met met) {
        Settlement parked = Settlement.parked(claim, ambiguous()).withMayPass(false);
        return results.park(new Settled(parked, met.judge().link().map(Base::of)));
    }

    private <T> T withPass(CircuitGate gate, Function<CircuitGate.Pass, T> call) {
        Optional<CircuitGate.Pass> entered = gate.enter();
        if (entered.isEmpty()) {
            throw results.giveBack(ActivityFailures.circuitIsOpen(claim.system()), gate.patience(retries));
        }
        try (CircuitGate.Pass pass = entered.get()) {
            return call.apply(pass);
        }
    }

    private <T> T call(CircuitGate.Pass pass, Supplier<T> call) {
        try {
            T answer = call.get();
            pass.answered();
            return answer;
        } catch (CallDeferredException deferred) {
            throw results.giveBack(
                    String.valueOf(deferred.getMessage()),
                    deferred.waitTime().plus(retries.spread(SingleResults.AFTER_LEASE)));
        } catch (ConnectorException e) {
            throw Thread.currentThread().isInterrupted()
                    ? results.stopped(e)
                    : results.failed(e, pass.failed(e, claim.key()));
        } catch (RuntimeException e) {
            throw results.failed(DeliveryErrors.defect(e, true), true);
        }
    }
}
