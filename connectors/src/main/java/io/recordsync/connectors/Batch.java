package io.recordsync.connectors;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The state of one {@link Connector#writeAll}: the writes, and the outcome of each. The rows of a batch are sent in one
 * call or in several. Each instance is used by one thread.
 */
public final class Batch {

    private final List<Write> writes;
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private boolean refused;

    /** @param maxWrites the largest number of writes that one call accepts */
    public Batch(List<Write> writes, int maxWrites) {
        this.writes = List.copyOf(writes);
        SettingChecks.require(
                writes.size() <= maxWrites,
                String.format(Locale.ROOT, "a batch can have at most %d writes", maxWrites));
        SettingChecks.require(distinct(Write::object) <= 1, "all writes of a batch must be of the same object");
        SettingChecks.require(
                distinct(Write::recordId) == writes.size(), "a batch can have only one write for each record");
    }

    public List<Write> upserts() {
        return of(Write.Operation.UPSERT, write -> true);
    }

    public List<Write> creates() {
        return creates(write -> true);
    }

    /** The creates that match the predicate. */
    public List<Write> creates(Predicate<Write> which) {
        return of(Write.Operation.CREATE, which);
    }

    public List<Write> updates() {
        return updates(write -> true);
    }

    /** The updates that match the predicate. */
    public List<Write> updates(Predicate<Write> which) {
        return of(Write.Operation.UPDATE, which);
    }

    public List<Write> deletes() {
        return deletes(write -> true);
    }

    /** The deletes that match the predicate. */
    public List<Write> deletes(Predicate<Write> which) {
        return of(Write.Operation.DELETE, which);
    }

    /** Whether the write has been made with that effect. */
    public boolean hasEffect(Write write, Outcome.Effect effect) {
        return outcomes.get(write.recordId()) instanceof Outcome.Written written && written.effect() == effect;
    }

    /** Why the write was refused; empty if it was not, or if it has not been sent yet. */
    public Optional<ConnectorException> refusal(Write write) {
        return outcomes.get(write.recordId()) instanceof Outcome.Refused refused
                ? Optional.of(refused.reason())
                : Optional.empty();
    }

    /**
     * Makes one call for some rows. If the call fails before any other call of the batch was answered, the whole batch
     * fails. If it fails later, only its own rows fail, so that the outcomes of the other rows are kept. Rows that are
     * refused permanently are split in half and sent again, until each refused row is alone.
     *
     * @param call returns the outcomes in the order of the rows that it is given
     */
    public void send(List<Write> rows, Function<List<Write>, List<Outcome>> call) {
        if (rows.isEmpty()) {
            return;
        }
        try {
            settle(rows, call.apply(rows));
        } catch (ConnectorException e) {
            refuse(rows, e, call);
        } catch (CallDeferredException e) {
            defer(rows, e);
        }
    }

    /**
     * Makes the writes one after another, for a system that accepts only single writes. After a failure that is not
     * caused by the record, the rest is not sent, because it would fail in the same way.
     *
     * @param maxWrites the largest number of writes that are accepted at once
     * @param call makes one write
     */
    public static List<Outcome> oneByOne(List<Write> writes, int maxWrites, Function<Write, Outcome> call) {
        Batch batch = new Batch(writes, maxWrites);
        for (Write write : batch.writes) {
            batch.failure()
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

    /** The outcome of one row that needs its own calls. */
    public static Outcome row(Supplier<? extends Outcome> calls) {
        try {
            return calls.get();
        } catch (ConnectorException e) {
            return new Outcome.Refused(waitingIfStopped(e));
        } catch (CallDeferredException e) {
            return new Outcome.Refused(deferred(e));
        }
    }

    /** The outcomes of rows that need calls of their own together. If these fail, each row fails. */
    public static List<Outcome> rows(List<Write> rows, Supplier<List<Outcome>> calls) {
        try {
            return calls.get();
        } catch (ConnectorException | CallDeferredException e) {
            Outcome failed = row(() -> {
                throw e;
            });
            return rows.stream().map(write -> failed).toList();
        }
    }

    /** Names writes of one object in a message: {@code 12 writes of contacts}, or a single write. */
    public static String subject(List<Write> writes) {
        return writes.size() == 1
                ? writes.getFirst().toString()
                : String.format(
                        Locale.ROOT,
                        "%d writes of %s",
                        writes.size(),
                        writes.getFirst().object());
    }

    /** The outcome of a batch of one. */
    public static Outcome only(List<Outcome> outcomes) {
        if (outcomes.getFirst() instanceof Outcome.Refused refused) {
            throw refused.reason();
        }
        return outcomes.getFirst();
    }

    /** The failure because of which no more rows are sent. */
    private Optional<ConnectorException> failure() {
        return outcomes.values().stream()
                .filter(Outcome.Refused.class::isInstance)
                .map(outcome -> ((Outcome.Refused) outcome).reason())
                .filter(reason -> reason.kind() != ErrorKind.PERMANENT && reason.kind() != ErrorKind.TRANSIENT)
                .findFirst();
    }

    private static ConnectorException notSent(Write write, ConnectorException reason) {
        String message = "%s was not sent, because an earlier call of its batch failed. It is retried automatically."
                .formatted(write);
        return waiting(reason.code(), message, false, reason.retryAfter());
    }

    private List<Write> of(Write.Operation operation, Predicate<Write> which) {
        return writes.stream()
                .filter(write -> write.operation() == operation)
                .filter(which)
                .toList();
    }

    private void settle(List<Write> rows, List<Outcome> answered) {
        for (int i = 0; i < rows.size(); i++) {
            outcomes.put(rows.get(i).recordId(), answered.get(i));
        }
    }

    private void refuse(List<Write> rows, ConnectorException reason, Function<List<Write>, List<Outcome>> call) {
        if (reason.kind() == ErrorKind.PERMANENT && rows.size() > 1) {
            refused = true;
            split(rows, reason, call);
        } else if (reason.kind() == ErrorKind.PERMANENT || isAnswered()) {
            settleAll(rows, waitingIfStopped(reason));
        } else {
            throw reason;
        }
    }

    /** Rows that may have been written are not sent again together with others: each is retried alone. */
    private void split(List<Write> rows, ConnectorException reason, Function<List<Write>, List<Outcome>> call) {
        if (reason.inDoubt()) {
            settleAll(rows, refusedTogether(reason));
            return;
        }
        int half = rows.size() / 2;
        send(rows.subList(0, half), call);
        send(rows.subList(half, rows.size()), call);
    }

    /** Whether some outcomes are known already; they are then kept, even if later calls fail. */
    private boolean isAnswered() {
        return refused || !outcomes.isEmpty();
    }

    private void defer(List<Write> rows, CallDeferredException reason) {
        if (!isAnswered()) {
            throw reason;
        }
        settleAll(rows, deferred(reason));
    }

    private void settleAll(List<Write> rows, ConnectorException reason) {
        rows.forEach(write -> outcomes.put(write.recordId(), new Outcome.Refused(reason)));
    }

    /** It is not known which row was refused. So no row is parked, and each is retried alone. */
    private static ConnectorException refusedTogether(ConnectorException reason) {
        return new ConnectorException(
                        ErrorKind.TRANSIENT,
                        reason.code(),
                        "The batch was refused as a whole, so each of its records is retried alone. "
                                + reason.getMessage(),
                        reason.inDoubt())
                .failedInside(reason.failedInside());
    }

    /** If this worker is interrupted because it stops, the failure is not charged to the rows. */
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

    /** The reason for a row that waits without counting as a failed attempt, as after a rate limit. */
    private static ConnectorException waiting(
            String code, String message, boolean inDoubt, Optional<Duration> retryAfter) {
        return new ConnectorException(ErrorKind.RATE_LIMITED, code, message, inDoubt, retryAfter.orElse(null), null);
    }

    private long distinct(Function<Write, String> property) {
        return writes.stream().map(property).distinct().count();
    }
}
