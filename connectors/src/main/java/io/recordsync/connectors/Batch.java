package io.recordsync.connectors;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One {@link Connector#writeAll}: its parts, each sent in a call of its own, and what became of each row. For connectors; used by one
 * thread.
 */
public final class Batch {

    private final List<Write> writes;
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private boolean refused;

    /** @param largest most writes that one call takes */
    public Batch(List<Write> writes, int largest) {
        this.writes = List.copyOf(writes);
        Account.require(writes.size() <= largest, "a batch holds %d writes at most".formatted(largest));
        Account.require(distinct(Write::object) <= 1, "a batch holds writes of one object");
        Account.require(distinct(Write::recordId) == writes.size(), "a batch holds one write of each record");
    }

    public List<Write> upserts() {
        return part(write -> write.operation() == Write.Operation.UPSERT);
    }

    /** The deletes for which it holds too. */
    public List<Write> deletes(Predicate<Write> which) {
        return part(which.and(write -> write.operation() == Write.Operation.DELETE));
    }

    /** Whether the write came to that effect. */
    public boolean cameTo(Write write, Outcome.Effect effect) {
        return outcomes.get(write.recordId()) instanceof Outcome.Written written && written.effect() == effect;
    }

    /**
     * Makes one call for a part. As long as no call was answered its failure is the batch's; later it is that of the part's
     * rows, so that what is known of the others is kept. A part that is refused for good is halved, until the culprit is alone.
     *
     * @param call gives the outcomes in the order of its rows
     */
    public void send(List<Write> part, Function<List<Write>, List<Outcome>> call) {
        if (part.isEmpty()) {
            return;
        }
        try {
            settle(part, call.apply(part));
        } catch (ConnectorException reason) {
            refuse(part, reason, call);
        } catch (CallDeferredException reason) {
            defer(part, reason);
        }
    }

    /**
     * The outcomes of writes to a system that takes them one by one only. After a failure that is not the record's own, the rest is not sent: it
     * would meet the same.
     *
     * @param largest most writes that are taken at once
     * @param call makes one write
     */
    public static List<Outcome> oneByOne(List<Write> writes, int largest, Function<Write, Outcome.Written> call) {
        Batch batch = new Batch(writes, largest);
        for (Write write : batch.writes) {
            batch.stopped()
                    .ifPresentOrElse(
                            reason -> batch.settleAll(List.of(write), notSent(write, reason)),
                            () -> batch.send(List.of(write), one -> List.of(call.apply(one.getFirst()))));
        }
        return batch.outcomes();
    }

    /** The outcomes, in the order of the writes. */
    public List<Outcome> outcomes() {
        return writes.stream()
                .map(write -> Objects.requireNonNull(outcomes.get(write.recordId()), "a write was left out"))
                .toList();
    }

    /** What becomes of one row that needs calls of its own. */
    public static Outcome row(Supplier<Outcome.Written> calls) {
        try {
            return calls.get();
        } catch (ConnectorException reason) {
            return new Outcome.Refused(waitingIfStopped(reason));
        } catch (CallDeferredException reason) {
            return new Outcome.Refused(deferred(reason));
        }
    }

    /** The outcome of a batch of one. */
    public static Outcome.Written only(List<Outcome> outcomes) {
        return switch (outcomes.getFirst()) {
            case Outcome.Written written -> written;
            case Outcome.Refused refused -> throw refused.reason();
        };
    }

    /** Why nothing more is sent. */
    private Optional<ConnectorException> stopped() {
        return outcomes.values().stream()
                .filter(Outcome.Refused.class::isInstance)
                .map(outcome -> ((Outcome.Refused) outcome).reason())
                .filter(reason -> reason.kind() != ErrorKind.PERMANENT && reason.kind() != ErrorKind.TRANSIENT)
                .findFirst();
    }

    private static ConnectorException notSent(Write write, ConnectorException reason) {
        String message =
                "%s was not sent, as a call before it in its batch failed; it is tried again.".formatted(write);
        return waiting(reason.code(), message, false, reason.retryAfter());
    }

    private List<Write> part(Predicate<Write> which) {
        return writes.stream().filter(which).toList();
    }

    private void settle(List<Write> part, List<Outcome> answered) {
        for (int i = 0; i < part.size(); i++) {
            outcomes.put(part.get(i).recordId(), answered.get(i));
        }
    }

    private void refuse(List<Write> part, ConnectorException reason, Function<List<Write>, List<Outcome>> call) {
        if (reason.kind() == ErrorKind.PERMANENT && part.size() > 1) {
            refused = true;
            split(part, reason, call);
        } else if (reason.kind() == ErrorKind.PERMANENT || isAnswered()) {
            settleAll(part, waitingIfStopped(reason));
        } else {
            throw reason;
        }
    }

    /** What may have taken effect is not sent again in other company: each row goes on alone. */
    private void split(List<Write> part, ConnectorException reason, Function<List<Write>, List<Outcome>> call) {
        if (reason.inDoubt()) {
            settleAll(part, refusedTogether(reason));
            return;
        }
        int half = part.size() / 2;
        send(part.subList(0, half), call);
        send(part.subList(half, part.size()), call);
    }

    /** Then what is known of some rows is kept, whatever becomes of the others. */
    private boolean isAnswered() {
        return refused || !outcomes.isEmpty();
    }

    private void defer(List<Write> part, CallDeferredException reason) {
        if (!isAnswered()) {
            throw reason;
        }
        settleAll(part, deferred(reason));
    }

    private void settleAll(List<Write> part, ConnectorException reason) {
        part.forEach(write -> outcomes.put(write.recordId(), new Outcome.Refused(reason)));
    }

    /** Nobody knows which row it was: none of them is parked for it, each is written alone. */
    private static ConnectorException refusedTogether(ConnectorException reason) {
        return new ConnectorException(
                        ErrorKind.TRANSIENT,
                        reason.code(),
                        "Refused together with the others of its batch; it is tried again alone. "
                                + reason.getMessage(),
                        reason.inDoubt(),
                        null,
                        null)
                .failedInside(reason.failedInside());
    }

    /** What this worker has not waited for, as it is told to stop, is not its rows' fault. */
    private static ConnectorException waitingIfStopped(ConnectorException reason) {
        if (reason.kind() == ErrorKind.PERMANENT || !Thread.currentThread().isInterrupted()) {
            return reason;
        }
        return waiting(reason.code(), String.valueOf(reason.getMessage()), reason.inDoubt(), reason.retryAfter())
                .failedInside(reason.failedInside());
    }

    private static ConnectorException deferred(CallDeferredException reason) {
        return waiting("DEFERRED", String.valueOf(reason.getMessage()), false, Optional.of(reason.waitTime()));
    }

    /** Of a row that waits without being charged, as what the account does not allow just now does. */
    private static ConnectorException waiting(
            String code, String message, boolean inDoubt, Optional<Duration> retryAfter) {
        return new ConnectorException(ErrorKind.RATE_LIMITED, code, message, inDoubt, retryAfter.orElse(null), null);
    }

    private long distinct(Function<Write, String> property) {
        return writes.stream().map(property).distinct().count();
    }
}
