package io.recordsync.worker.workflow;

import io.recordsync.workflows.DeliveryFailure;
import io.recordsync.workflows.DeliveryStatus;
import io.recordsync.workflows.ParkedDelivery;
import io.recordsync.workflows.SearchAttributes;
import io.recordsync.workflows.Skip;
import io.recordsync.workflows.Times;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The record's deliveries, one for each system, and what people see of them: search attributes, current details, dead letters. */
final class SystemDeliveries implements SystemDelivery.Listener {

    private final Stubs stubs;
    private final Map<String, SystemDelivery> bySystem = new LinkedHashMap<>();
    private final List<Promise<Void>> deadLetters = new ArrayList<>();
    private List<String> shownAsFailed = List.of();

    SystemDeliveries(Stubs stubs) {
        this.stubs = stubs;
    }

    void resume(List<ParkedDelivery> parked) {
        parked.forEach(one -> of(one.system()).resume(one));
        shownAsFailed = failedSystems();
    }

    void start(List<String> due, Times times, int priority) {
        bySystem.values().forEach(delivery -> delivery.keepWaiting(times));
        due.forEach(system -> of(system).ask(times, priority));
    }

    void skip(Skip skip) {
        bySystem.forEach((system, delivery) -> {
            if (skip.names(system)) {
                delivery.skip();
            }
        });
    }

    /** Whether nothing is under way, waiting, or still to be published. */
    boolean areOver() {
        return bySystem.values().stream().allMatch(SystemDelivery::isOver)
                && deadLetters.stream().allMatch(Promise::isCompleted);
    }

    List<String> givenUp() {
        return bySystem.entrySet().stream()
                .filter(entry -> entry.getValue().isGivenUp())
                .map(Map.Entry::getKey)
                .toList();
    }

    List<ParkedDelivery> parked() {
        return bySystem.values().stream()
                .flatMap(delivery -> delivery.parked().stream())
                .toList();
    }

    List<DeliveryStatus> status() {
        return bySystem.values().stream().map(SystemDelivery::status).toList();
    }

    @Override
    public void parked(String system, DeliveryFailure failure) {
        deadLetters.removeIf(Promise::isCompleted);
        deadLetters.add(stubs.publishParked(system, failure));
    }

    @Override
    public void changed() {
        Workflow.setCurrentDetails(Details.of(status()));
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

    private List<String> failedSystems() {
        return bySystem.entrySet().stream()
                .filter(entry -> entry.getValue().isParked())
                .map(Map.Entry::getKey)
                .toList();
    }

    private SystemDelivery of(String system) {
        return bySystem.computeIfAbsent(system, name -> new SystemDelivery(name, stubs, this));
    }
}
