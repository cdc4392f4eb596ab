package io.recordsync.starter.bridge.lanes;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.recordsync.process.ErrorIds;
import io.recordsync.process.LogFields;
import io.recordsync.store.ledger.RecordKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/** Signals many workflows in parallel, and waits for all answers. */
final class ParallelSignals {

    private static final Logger LOG = LoggerFactory.getLogger(ParallelSignals.class);

    /** More parallel calls would not make Temporal faster. */
    private static final int AT_A_TIME = 32;

    private final SyncRecordClient workflows;
    private final ErrorIds errorIds;

    ParallelSignals(SyncRecordClient workflows, ErrorIds errorIds) {
        this.workflows = workflows;
        this.errorIds = errorIds;
    }

    /**
     * Signals each record's workflow with its revision. If Temporal refuses a single record as invalid, the sweep tries
     * it again, and the other records are not affected. The deadline of the caller's gRPC context applies.
     *
     * @throws RuntimeException if Temporal cannot be reached. No further signals are sent then, and some may have been
     * sent
     */
    void send(Map<RecordKey, Long> revisions) {
        Semaphore slots = new Semaphore(AT_A_TIME);
        AtomicBoolean failed = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Context caller = Context.current();
            List<Future<?>> answers = new ArrayList<>();
            revisions.forEach((key, revision) ->
                    answers.add(threads.submit(caller.wrap(() -> send(key, revision, slots, failed)))));
            answers.forEach(ParallelSignals::await);
        }
    }

    private void send(RecordKey key, long revision, Semaphore slots, AtomicBoolean failed) {
        slots.acquireUninterruptibly();
        try {
            if (!failed.get()) {
                send(key, revision);
            }
        } catch (RuntimeException e) {
            failed.set(true);
            throw e;
        } finally {
            slots.release();
        }
    }

    private void send(RecordKey key, long revision) {
        try {
            workflows.changed(key, revision);
        } catch (RuntimeException e) {
            if (!isRefusedForItself(e)) {
                throw e;
            }
            LogFields.of(key)
                    .errorId(errorIds.next())
                    .during(() -> LOG.error(
                            "Temporal refuses the signal to the record's workflow. The change is accepted,"
                                    + " and the sweep sends the signal again later",
                            e));
        }
    }

    private static boolean isRefusedForItself(RuntimeException failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure) instanceof StatusRuntimeException refusal
                && refusal.getStatus().getCode() == Status.Code.INVALID_ARGUMENT;
    }

    private static void await(Future<?> answer) {
        try {
            answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signals were being sent to Temporal", e);
        }
    }
}
