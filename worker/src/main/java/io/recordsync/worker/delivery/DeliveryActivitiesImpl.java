package io.recordsync.worker.delivery;

import io.recordsync.process.LogFields;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.delivery.circuit.CircuitGate;
import io.recordsync.worker.delivery.plan.OwnRules.Coverage;
import io.recordsync.worker.delivery.retry.ActivityFailures;
import io.recordsync.workflows.DeliveryActivities;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.DeliveryResult;
import io.recordsync.workflows.WorkflowIds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers single records to all systems of this process: claims, transforms, asks for a permit, makes the call,
 * settles.
 */
public final class DeliveryActivitiesImpl implements DeliveryActivities {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryActivitiesImpl.class);

    private final DeliveryContext context;

    public DeliveryActivitiesImpl(DeliveryContext context) {
        this.context = context;
    }

    @Override
    public DeliveryResult deliver(DeliveryRequest request) {
        RecordKey key = new RecordKey(request.tenant(), request.entity(), request.recordId());
        return about(key, request.system())
                .during(() -> context.attempts().attempt("delivery", attempt -> deliver(request, key, attempt)));
    }

    private DeliveryResult deliver(DeliveryRequest request, RecordKey key, Attempt attempt) {
        Coverage coverage = context.rules().coverageOf(request.system(), request.rules());
        if (coverage == Coverage.NOTHING) {
            throw ActivityFailures.otherRules(context.rules().fingerprint());
        }
        CircuitGate gate = context.systems().gate(request.tenant(), request.system());
        SingleDelivery delivery = SingleDelivery.claim(context, key, request, attempt);
        DeliveryResult result = delivery.deliver(coverage, gate);
        LOG.info("{} at revision {} in {}", result.outcome(), result.revision(), attempt.took());
        return result;
    }

    private static LogFields about(RecordKey key, String system) {
        return LogFields.of(key)
                .system(system)
                .workflowId(WorkflowIds.syncRecord(key.tenant(), key.entity(), key.recordId()));
    }
}
