package io.recordsync.worker.reading.run;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.delivery.circuit.CircuitGate;
import io.recordsync.worker.delivery.retry.ActivityFailures;
import io.recordsync.worker.delivery.retry.RetryDecision;
import io.recordsync.worker.delivery.retry.RetryDecision.Next;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a system once, through its circuits and with counted calls. Nothing is locked meanwhile. */
final class VendorQuestion {

    private static final Logger LOG = LoggerFactory.getLogger(VendorQuestion.class);

    /** The wait after transient failures that have used up the retries of a delivery: a run goes on trying. */
    private static final Duration AFTER_ALL_RETRIES = Duration.ofMinutes(1);

    private final ReadingContext context;
    private final ReaderKey key;
    private final Heard heard;

    VendorQuestion(ReadingContext context, ReaderKey key) {
        this(context, key, (calls, cost, asked) -> {});
    }

    /** @param heard is told of each answer */
    VendorQuestion(ReadingContext context, ReaderKey key, Heard heard) {
        this.context = context;
        this.key = key;
        this.heard = heard;
    }

    /** Is told how many calls an answer took, what the vendor counts for them, and when the system was asked. */
    @FunctionalInterface
    interface Heard {
        void answered(long calls, long cost, Instant asked);
    }

    /**
     * @param asked when the system was asked, by the ledger's clock
     * @param calls the number of calls that the answer took
     */
    record Answer<T>(T value, Instant asked, long calls) {}

    /**
     * @throws ApplicationFailure if the question is to be asked again later
     * @throws RunFailedException if the system refuses it for good
     */
    <T> Answer<T> ask(Attempt attempt, BiFunction<Connector, CallScope, T> question) {
        CircuitGate gate = context.systems().gate(key.tenant(), key.system());
        CircuitGate.Pass entered = gate.enter()
                .orElseThrow(() -> ActivityFailures.waiting(
                        ActivityFailures.circuitIsOpen(key.system()), gate.patience(context.retries())));
        try (CircuitGate.Pass pass = entered) {
            return answer(attempt, question, pass);
        }
    }

    private <T> Answer<T> answer(Attempt attempt, BiFunction<Connector, CallScope, T> question, CircuitGate.Pass pass) {
        CountedPermits permits = new CountedPermits(attempt.scope().permits());
        CallScope scope = new CallScope(attempt.scope().deadline().minus(ReadingContext.TO_JUDGE), permits);
        Instant asked = context.store().standings().now();
        try {
            T value = question.apply(context.systems().connector(key.system()), scope);
            pass.answered();
            heard.answered(permits.calls(), permits.cost(), asked);
            return new Answer<>(value, asked, permits.calls());
        } catch (CallDeferredException e) {
            throw ActivityFailures.waiting(String.valueOf(e.getMessage()), e.waitTime());
        } catch (ConnectorException e) {
            throw failed(e, pass.failed(e, new RecordKey(key.tenant(), key.entity(), "page of a run")));
        }
    }

    private RuntimeException failed(ConnectorException failure, boolean costs) {
        if (failure.kind() == ErrorKind.PERMANENT) {
            return new RunFailedException(String.valueOf(failure.getMessage()), failure.code());
        }
        LOG.warn("{} could not be read: {}", key, failure.getMessage());
        RetryDecision decision = context.systems()
                .failed(key.system(), failure)
                .decide(context.failedBefore().getAsInt(), costs);
        return ActivityFailures.attemptFailed(
                String.valueOf(failure.getMessage()),
                decision.next() == Next.RETRY ? decision.delay() : AFTER_ALL_RETRIES);
    }
}
