package io.recordsync.worker.workflow;

import io.recordsync.workflows.ContinueAsNewState;
import io.recordsync.workflows.DeliveryFailure;
import io.recordsync.workflows.DeliveryStatus;
import io.recordsync.workflows.ParkedDelivery;
import io.recordsync.workflows.ParkedNotice;
import io.recordsync.workflows.RouteResult;
import io.recordsync.workflows.SearchAttributes;
import io.recordsync.workflows.Skip;
import io.recordsync.workflows.SyncRecordInput;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The record's deliveries, one for each system, and what people see of them: search attributes, current details, dead
 * letters.
 */
final class SystemDeliveries implements DeliveryListener {

    private final Stubs stubs;
    private final SyncRecordInput record;
    private final Decisions decisions;
    private final Map<String, SystemDelivery> bySystem = new LinkedHashMap<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private List<String> shownAsFailed = List.of();

    SystemDeliveries(Stubs stubs, SyncRecordInput record, Decisions decisions) {
        this.stubs = stubs;
        this.record = record;
        this.decisions = decisions;
    }

    /** A copy that is sent to the dead-letter topic. */
    private record DeadLetter(ParkedNotice notice, Promise<Void> published) {

        boolean isPublished() {
            return published.isCompleted();
        }
    }

    void resume(ContinueAsNewState carried) {
        carried.parked().forEach(one -> of(one.system()).resume(one));
        carried.underWay().forEach(one -> of(one.system()).resumeUnderWay(one.skipped()));
        shownAsFailed = failedSystems();
    }

    /** Publishes what an earlier run had begun to publish. */
    void publish(List<ParkedNotice> unpublished) {
        unpublished.forEach(this::publish);
    }

    void beforeRoute() {
        bySystem.values().forEach(SystemDelivery::beforeRoute);
    }

    /** Follows the ledger, if the routing result says which deliveries are parked there, and begins what is due. */
    void start(RouteResult route, int priority) {
        List<ParkedDelivery> parked = route.parked();
        if (parked != null) {
            follow(route, parked);
        }
        bySystem.values().forEach(delivery -> delivery.keepWaiting(route));
        route.due().forEach(system -> of(system).ask(route, priority));
        show();
    }

    private void follow(RouteResult route, List<ParkedDelivery> parked) {
        Map<String, ParkedDelivery> inLedger =
                parked.stream().collect(Collectors.toMap(ParkedDelivery::system, Function.identity()));
        parked.forEach(one -> of(one.system()));
        List.copyOf(bySystem.values())
                .forEach(delivery -> delivery.follow(
                        route, inLedger.get(delivery.system()), route.due().contains(delivery.system())));
    }

    /**
     * Gives up parked deliveries, in the ledger too. A delivery that is being tried again is given up when that attempt
     * has failed.
     */
    void skip(Skip skip) {
        List<SystemDelivery> named = bySystem.values().stream()
                .filter(delivery -> skip.names(delivery.system()))
                .toList();
        List<SystemDelivery> underWay =
                named.stream().filter(SystemDelivery::isTriedAgain).toList();
        underWay.forEach(SystemDelivery::skipIfItFails);
        stubs.skip(skip, underWay.stream().map(SystemDelivery::system).toList());
        named.stream().filter(delivery -> !underWay.contains(delivery)).forEach(SystemDelivery::skip);
    }

    /** Whether nothing is in progress, waiting, or still to be published. */
    boolean areOver() {
        return bySystem.values().stream().allMatch(SystemDelivery::isOver)
                && deadLetters.stream().allMatch(DeadLetter::isPublished);
    }

    /** Whether one of them is parked, so that people see the run as failed. */
    boolean areParked() {
        return bySystem.values().stream().anyMatch(SystemDelivery::isParked);
    }

    /** Whether a delivery can continue only after another routing. */
    boolean wantRoute() {
        return bySystem.values().stream().anyMatch(SystemDelivery::wantsRoute);
    }

    List<String> givenUp() {
        return systems(SystemDelivery::isGivenUp);
    }

    /** What the next run has to know when this one continues as new. */
    ContinueAsNewState carried(long heard) {
        return new ContinueAsNewState(
                heard,
                each(SystemDelivery::carried),
                each(SystemDelivery::underWay),
                deadLetters.stream()
                        .filter(letter -> !letter.isPublished())
                        .map(DeadLetter::notice)
                        .toList());
    }

    List<DeliveryStatus> status() {
        return bySystem.values().stream().map(SystemDelivery::status).toList();
    }

    @Override
    public void parked(String system, DeliveryFailure failure) {
        publish(stubs.notice(system, failure));
    }

    private void publish(ParkedNotice notice) {
        deadLetters.removeIf(DeadLetter::isPublished);
        deadLetters.add(new DeadLetter(notice, stubs.publishParked(notice)));
    }

    @Override
    public void changed() {
        show();
        List<String> failed = failedSystems();
        if (failed.equals(shownAsFailed)) {
            return;
        }
        shownAsFailed = failed;
        if (failed.isEmpty()) {
            Workflow.upsertTypedSearchAttributes(
                    SearchAttributes.SYNC_STATUS.valueUnset(), SearchAttributes.SYNC_FAILED_SYSTEMS.valueUnset());
        } else {
            Workflow.upsertTypedSearchAttributes(
                    SearchAttributes.SYNC_STATUS.valueSet(SearchAttributes.FAILED),
                    SearchAttributes.SYNC_FAILED_SYSTEMS.valueSet(failed));
        }
    }

    /** Sets the text that the Web UI shows of the run. */
    void show() {
        Workflow.setCurrentDetails(Details.of(record, status(), decisions));
    }

    private List<String> failedSystems() {
        return systems(SystemDelivery::isParked);
    }

    private List<String> systems(Predicate<SystemDelivery> which) {
        return bySystem.values().stream()
                .filter(which)
                .map(SystemDelivery::system)
                .toList();
    }

    private <T> List<T> each(Function<SystemDelivery, Optional<T>> part) {
        return bySystem.values().stream()
                .flatMap(delivery -> part.apply(delivery).stream())
                .toList();
    }

    private SystemDelivery of(String system) {
        return bySystem.computeIfAbsent(system, name -> new SystemDelivery(name, stubs, this));
    }
}
