package io.recordsync.worker.workflow;

import io.recordsync.workflows.ContinueAsNewState.UnderWay;
import io.recordsync.workflows.DeliveryFailure;
import io.recordsync.workflows.DeliveryStatus;
import io.recordsync.workflows.DeliveryStatus.State;
import io.recordsync.workflows.ParkedDelivery;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.RouteResult;
import io.recordsync.workflows.RulesText;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of the record to one system, as the workflow sees it. All transitions:
 *
 * <pre>
 *                      delivered                  newer change
 *   ask ▶ DELIVERING ────────────▶ SETTLED ──────────────────────▶ DELIVERING
 *            │    ▲
 *   gave up  │    │ retry, newer change, slow retry
 *            ▼    │
 *          PARKED ┴──▶ SKIPPED (a person)    PARKED ──▶ given up (park time over)
 *            │
 *            └──▶ SETTLED (no longer parked in the ledger)
 * </pre>
 */
final class SystemDelivery {

    private final String system;
    private final Stubs stubs;
    private final DeliveryListener listener;
    private State state = State.DELIVERING;
    private long settled;
    private boolean asked;
    private boolean running;
    private boolean givenUp;
    private boolean skipped;
    private boolean wantsRoute;
    private int priority = Priorities.BACKFILL;
    private int otherRules;
    private @Nullable RouteResult route;
    private @Nullable ParkedDelivery parked;
    private @Nullable ParkedDelivery parkedBeforeRoute;
    private boolean idleBeforeRoute = true;
    private @Nullable Instant nextRetryAt;
    private @Nullable String note;

    SystemDelivery(String system, Stubs stubs, DeliveryListener listener) {
        this.system = system;
        this.stubs = stubs;
        this.listener = listener;
    }

    /** Delivers the newest image: now, or once more after the delivery in progress. */
    void ask(RouteResult current, int urgency) {
        asked = true;
        route = current;
        priority = wantsRoute ? Math.min(priority, urgency) : urgency;
        wantsRoute = false;
        runIfIdle();
    }

    /** Restores a parked delivery of an earlier run. It waits until it is asked for, or until its slow retry is due. */
    void resume(ParkedDelivery earlier) {
        state = State.PARKED;
        parked = earlier;
    }

    /**
     * Restores a delivery that was in progress in an earlier run, which did not learn its result. It continues if it is
     * due, or if it is parked in the ledger.
     *
     * @param giveUp whether a person has asked to give it up if this attempt fails too
     */
    void resumeUnderWay(boolean giveUp) {
        state = State.DELIVERING;
        wantsRoute = true;
        skipped = giveUp;
    }

    /** Remembers the state when a routing begins, because the ledger's answer does not cover what happens meanwhile. */
    void beforeRoute() {
        parkedBeforeRoute = isParked() ? parked : null;
        idleBeforeRoute = !running && !isParked();
    }

    /** Lets a restored delivery wait, once the times are known. */
    void keepWaiting(RouteResult current) {
        route = current;
        if (isParked() && !givenUp) {
            runIfIdle();
        }
    }

    /**
     * Follows the ledger's answer after a routing: a delivery that is no longer parked there is over, and one that is
     * parked there is restored.
     *
     * @param inLedger the parked delivery in the ledger; null if it is not parked there
     * @param due whether the delivery is asked for in any case
     */
    void follow(RouteResult current, @Nullable ParkedDelivery inLedger, boolean due) {
        if (due) {
            return;
        }
        if (wantsRoute && inLedger != null) {
            ask(current, priority);
        } else if (wantsRoute || inLedger == null && isParkedSinceBeforeRoute()) {
            endElsewhere();
        } else if (inLedger != null && idleBeforeRoute && isOver() && !isParked()) {
            parked = inLedger;
            move(State.PARKED);
        }
    }

    private boolean isParkedSinceBeforeRoute() {
        return isParked() && Objects.equals(parked, parkedBeforeRoute);
    }

    private void endElsewhere() {
        wantsRoute = false;
        parked = null;
        note = null;
        move(State.SETTLED);
    }

    /** Has no effect on a delivery that is not parked. */
    void skip() {
        if (isParked()) {
            parked = null;
            move(State.SKIPPED);
        }
    }

    /** Gives up a delivery that is being tried again, when that attempt has failed too. */
    void skipIfItFails() {
        skipped = true;
    }

    String system() {
        return system;
    }

    boolean isParked() {
        return state == State.PARKED;
    }

    /**
     * Whether the delivery was parked before, and is in progress again. Never true with the routing results of old
     * histories, which do not say which deliveries are parked in the ledger.
     */
    boolean isTriedAgain() {
        return parked != null && state == State.DELIVERING && route != null && route.parked() != null;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    boolean isOver() {
        return !running;
    }

    /** Whether the delivery can continue only after another routing. */
    boolean wantsRoute() {
        return wantsRoute;
    }

    /** What the next run has to know of the delivery when this one continues as new. */
    Optional<ParkedDelivery> carried() {
        return Optional.ofNullable(parked);
    }

    Optional<UnderWay> underWay() {
        boolean goesOn = asked || running && state == State.DELIVERING;
        return goesOn ? Optional.of(new UnderWay(system, skipped)) : Optional.empty();
    }

    DeliveryStatus status() {
        return new DeliveryStatus(
                system,
                state,
                settled,
                isParked() && parked != null ? parked.failure() : null,
                isParked() ? nextRetryAt : null,
                state == State.DELIVERING ? note : null);
    }

    private void runIfIdle() {
        if (!running) {
            running = true;
            Async.procedure(this::run);
        }
    }

    private void run() {
        while (asked || isParked() && !givenUp) {
            if (!asked) {
                waitWhileParked();
            } else {
                deliver();
            }
        }
        running = false;
    }

    private void deliver() {
        asked = false;
        givenUp = false;
        note = null;
        move(State.DELIVERING);
        switch (stubs.deliver(system, route(), priority)) {
            case DeliveryAnswer.Delivered(long revision) -> delivered(revision);
            case DeliveryAnswer.RulesDiffer none -> waitForRules();
            case DeliveryAnswer.RecordChanged none -> awaitRoute();
            case DeliveryAnswer.GaveUp(DeliveryFailure failure) -> failed(failure);
        }
    }

    private void delivered(long revision) {
        settled = Math.max(settled, revision);
        otherRules = 0;
        parked = null;
        skipped = false;
        move(State.SETTLED);
    }

    /**
     * The worker has other rules than the routing. After a pause the record is routed again, and the delivery is
     * repeated by the rules of that routing.
     */
    private void waitForRules() {
        note = RulesText.waitsFor(Objects.requireNonNullElse(route().rules(), ""));
        listener.changed();
        boolean routed = Workflow.await(OtherRules.pauseAfter(otherRules), () -> asked);
        otherRules++;
        if (!routed) {
            awaitRoute();
        }
    }

    private void awaitRoute() {
        wantsRoute = true;
        Workflow.await(() -> asked || !wantsRoute);
    }

    private void failed(DeliveryFailure failure) {
        otherRules = 0;
        boolean giveUp = skipped && parked != null && parked.revision() == failure.revision();
        skipped = false;
        if (giveUp) {
            stubs.skip(system);
            parked = null;
            move(State.SKIPPED);
        } else {
            park(failure);
        }
    }

    private void park(DeliveryFailure failure) {
        ParkedDelivery before = parked;
        boolean again = before != null && before.revision() == failure.revision();
        parked = before != null && again
                ? new ParkedDelivery(system, failure.revision(), before.parkedAt(), before.slowRetries(), failure)
                : new ParkedDelivery(system, failure.revision(), Stubs.now(), 0, failure);
        move(State.PARKED);
        if (!again) {
            listener.parked(system, failure);
        }
    }

    /**
     * Waits until a person or a newer change asks for the delivery, its slow retry is due, or the park time is over.
     */
    private void waitWhileParked() {
        ParkedDelivery before = Objects.requireNonNull(parked);
        ParkedWait wait = ParkedWait.of(before, route().times(), Stubs.now());
        nextRetryAt = wait.nextRetryAt();
        boolean woken = Workflow.await(wait.time(), () -> asked || !isParked());
        if (!woken) {
            givenUp = wait.last();
            asked = !wait.last();
            parked = before.afterSlowRetry();
        }
    }

    private void move(State next) {
        state = next;
        listener.changed();
    }

    private RouteResult route() {
        return Objects.requireNonNull(route, "asked or resumed with a route");
    }
}
