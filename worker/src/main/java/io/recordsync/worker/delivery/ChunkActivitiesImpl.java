package io.recordsync.worker.delivery;

import io.recordsync.process.LogFields;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.delivery.circuit.CircuitGate;
import io.recordsync.worker.delivery.plan.OwnRules.Coverage;
import io.recordsync.workflows.ChunkActivities;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same as {@link DeliveryActivitiesImpl} for many records of one system, with many records per call. */
public final class ChunkActivitiesImpl implements ChunkActivities {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkActivitiesImpl.class);

    private final DeliveryContext context;

    private final Supplier<SignOfLife> signs;

    /** Without signs of life. */
    public ChunkActivitiesImpl(DeliveryContext context) {
        this(context, () -> SignOfLife.NONE);
    }

    /** @param signs begins to tell Temporal that the activity of the calling thread is alive */
    public ChunkActivitiesImpl(DeliveryContext context, Supplier<SignOfLife> signs) {
        this.context = context;
        this.signs = signs;
    }

    @Override
    public DeliverAllResult deliverAll(DeliverAllRequest request) {
        SignOfLife alive = signs.get();
        try {
            return LogFields.ofSystem(request.system())
                    .during(() -> context.attempts().attempt("chunk", attempt -> deliverAll(request, attempt)));
        } finally {
            alive.close();
        }
    }

    private DeliverAllResult deliverAll(DeliverAllRequest request, Attempt attempt) {
        Coverage coverage = context.rules().coverageOf(request.system(), request.rules());
        if (coverage == Coverage.NOTHING) {
            return otherRules(request);
        }
        CircuitGate gate = context.systems().gate(request.tenant(), request.system());
        Optional<ReadSystem> read = ReadSystem.of(context, request.system(), request.entity(), attempt);
        BulkJobs jobs = new BulkJobs(context, request.system(), request.owner(), attempt);
        Chunk chunk = new Chunk(context, request.system(), coverage, jobs, read, claims(request, attempt), attempt);
        DeliverAllResult result = chunk.deliver(gate);
        LOG.info(
                "a chunk of {}: {} settled, {} handed over, {} wait, in {}",
                request.recordIds().size(),
                result.settled(),
                result.handedOver().size(),
                result.waiting().size(),
                attempt.took());
        return result;
    }

    private DeliverAllResult otherRules(DeliverAllRequest request) {
        return new DeliverAllResult(
                0,
                List.of(),
                request.recordIds(),
                Duration.ZERO,
                context.rules().fingerprint());
    }

    private List<Claim> claims(DeliverAllRequest request, Attempt attempt) {
        List<RecordKey> keys = request.recordIds().stream()
                .map(recordId -> new RecordKey(request.tenant(), request.entity(), recordId))
                .toList();
        return context.ledger().claim(keys, request.system(), request.owner(), attempt.times());
    }
}
