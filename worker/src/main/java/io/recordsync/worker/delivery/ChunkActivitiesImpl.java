package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallScope;
import io.recordsync.settings.LogFields;
import io.recordsync.store.Claim;
import io.recordsync.store.RecordKey;
import io.recordsync.workflows.ChunkActivities;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same as {@link DeliveryActivitiesImpl} for many records of one system, with many records per call. */
public final class ChunkActivitiesImpl implements ChunkActivities {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkActivitiesImpl.class);

    private final DeliveryContext context;

    public ChunkActivitiesImpl(DeliveryContext context) {
        this.context = context;
    }

    @Override
    public DeliverAllResult deliverAll(DeliverAllRequest request) {
        return LogFields.ofSystem(request.system()).during(() -> context.attempt("chunk", () -> attempt(request)));
    }

    private DeliverAllResult attempt(DeliverAllRequest request) {
        Instant start = context.clock().instant();
        DeliveryTimes times = context.timesOfAttempt();
        CallScope scope = context.scope(times);
        OwnRules.Part part = context.rules().partOf(request.system(), request.rules());
        if (part == OwnRules.Part.NOTHING) {
            return new DeliverAllResult(
                    0,
                    List.of(),
                    request.recordIds(),
                    Duration.ZERO,
                    context.rules().fingerprint());
        }
        CircuitGate gate = context.gate(request.tenant(), request.system());
        Chunk chunk = new Chunk(context, request.system(), part, claims(request, times), times.lease());
        chunk.deliver(gate, scope);
        DeliverAllResult result = chunk.result();
        LOG.info(
                "a chunk of {}: {} settled, {} handed over, {} wait, in {}",
                request.recordIds().size(),
                result.settled(),
                result.handedOver().size(),
                result.waiting().size(),
                ActivityFailures.seconds(Duration.between(start, context.clock().instant())));
        return result;
    }

    private List<Claim> claims(DeliverAllRequest request, DeliveryTimes times) {
        List<RecordKey> keys = request.recordIds().stream()
                .map(recordId -> new RecordKey(request.tenant(), request.entity(), recordId))
                .toList();
        return context.deliveries().claim(keys, request.system(), request.owner(), times.lease(), times.grace());
    }
}
