package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Visibility;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.rules.ReadingRules;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.delivery.MetRows.Met;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Send;
import io.recordsync.worker.delivery.plan.ReadSide;
import io.recordsync.worker.delivery.plan.RowAnswer;
import io.recordsync.worker.delivery.plan.RowResult;
import io.recordsync.worker.routing.Defect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One entity at a system that is read, for the time of one attempt: what is known of its rows, what is noted before a
 * call, and what the rows show after it. Used by one thread.
 */
final class ReadSystem {

    private static final Logger LOG = LoggerFactory.getLogger(ReadSystem.class);

    private final DeliveryContext context;
    private final String system;
    private final ReadingRules reading;
    private final Attempt attempt;
    private final Map<RecordKey, Counterpart> noted = new HashMap<>();

    private ReadSystem(DeliveryContext context, String system, ReadingRules reading, Attempt attempt) {
        this.context = context;
        this.system = system;
        this.reading = reading;
        this.attempt = attempt;
    }

    /** Empty if the system is only written. */
    static Optional<ReadSystem> of(DeliveryContext context, String system, String entity, Attempt attempt) {
        return context.rules()
                .reading(system, entity)
                .map(reading -> new ReadSystem(context, system, reading, attempt));
    }

    /** A write to the system, and the claim of its delivery. */
    record Call(Claim.Granted claim, Send send) {}

    /**
     * The answer to a write.
     *
     * @param readBack whether the row was read after the call. If the outcome shows none, it was not seen
     */
    record Answer(Outcome outcome, boolean readBack) {}

    /** What is known of the claimed records at the system. */
    Map<RecordKey, ReadSide> sides(Collection<Claim> claims) {
        List<Claim.Granted> granted = claims.stream()
                .filter(Claim.Granted.class::isInstance)
                .map(Claim.Granted.class::cast)
                .toList();
        return context.rows().sides(granted, system, reading);
    }

    /**
     * Notes what is about to be sent, so that it is known if no answer comes. Without this note no call may be made.
     *
     * @return the ledger's time before the calls
     */
    Instant begin(List<Call> calls) {
        Map<Counterpart, Map<String, String>> sent = new LinkedHashMap<>();
        for (Call call : calls) {
            call.send()
                    .twoWay()
                    .filter(known -> call.send().write().operation() == Operation.UPDATE)
                    .ifPresent(known -> {
                        Counterpart row = known.side().row().orElseThrow();
                        sent.put(row, known.sending());
                        noted.put(call.claim().key(), row);
                    });
        }
        context.rows().noteSending(sent);
        return context.rows().now();
    }

    /** The calls of these deliveries had no effect, so that nothing of what was noted before them can be shown. */
    void undo(Collection<Claim.Granted> claims) {
        List<Counterpart> before = claims.stream()
                // What an earlier call in doubt may have written is noted on.
                .filter(claim -> !claim.inDoubt())
                .flatMap(claim -> Optional.ofNullable(noted.remove(claim.key())).stream())
                .toList();
        if (!before.isEmpty()) {
            context.rows().noteNothingSent(before);
        }
    }

    /** The ledger's time. */
    Instant now() {
        return context.rows().now();
    }

    /**
     * @param asked the ledger's time before the call
     * @param answered the ledger's time after it
     */
    RowAnswer answer(Claim.Granted claim, Instant asked, Instant answered) {
        boolean keepsRecordId = connector().capabilities().writing().identity() != Identity.MATCH;
        return new RowAnswer(
                claim, asked, answered, connector().clockAhead(), visibility().resolution(), keepsRecordId);
    }

    /**
     * A row that a delivery met.
     *
     * @param asked the ledger's time before the call
     */
    Met met(Claim.Granted claim, RowResult.Judge judge, String object, Instant asked) {
        return new Met(claim, judge, object, asked, connector().clockAhead());
    }

    /**
     * The creates that are to be made all the same: their match has met rows that a person keeps apart from all
     * records. A row that carries the record's id is not passed by.
     *
     * @return by the place of the call in the batch
     */
    Map<Integer, Call> past(List<Call> calls, List<Outcome> outcomes) {
        Map<Integer, RowPlace> met = new HashMap<>();
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            if (outcomes.get(i) instanceof Outcome.Linked(ReadRecord row)
                    && call.send().write().match().isPresent()
                    && !row.recordId().equals(Optional.of(call.send().write().recordId()))) {
                met.put(
                        i,
                        new RowPlace(
                                call.claim().key().tenant(),
                                system,
                                call.send().write().object(),
                                row.externalId()));
            }
        }
        Map<RowPlace, Counterpart> rows = context.rows().at(met.values());
        Map<Integer, Call> past = new HashMap<>();
        met.forEach((i, place) -> {
            Counterpart row = rows.get(place);
            if (row != null && row.apart() && !row.isGone()) {
                Call call = calls.get(i);
                past.put(i, new Call(call.claim(), call.send().withoutMatch()));
            }
        });
        return past;
    }

    /** Reads rows whose answers did not show them. A row that cannot be read now is judged by the next reading. */
    List<Answer> readBack(List<Call> calls, List<Outcome> outcomes) {
        Map<String, List<String>> missing = new LinkedHashMap<>();
        for (int i = 0; i < calls.size(); i++) {
            Send send = calls.get(i).send();
            unshown(send, outcomes.get(i))
                    .ifPresent(id -> missing.computeIfAbsent(send.write().object(), object -> new ArrayList<>())
                            .add(id));
        }
        Map<String, ReadRecord> rows = new HashMap<>();
        missing.forEach((object, ids) -> {
            try {
                rows.putAll(find(object, ids));
            } catch (ConnectorException | CallDeferredException e) {
                LOG.warn(
                        "{} rows of {} {} were written, and could not be read afterwards: {} The next reading shows"
                                + " them.",
                        ids.size(),
                        system,
                        object,
                        e.getMessage());
            } catch (RuntimeException e) {
                // The writes were made: a defect in the reading must not repeat them.
                LOG.error(
                        "reading {} rows of {} {} after they were written: {}",
                        ids.size(),
                        system,
                        object,
                        Defect.of(e));
            }
        });
        return IntStream.range(0, calls.size())
                .mapToObj(i -> shown(calls.get(i).send(), outcomes.get(i), rows))
                .toList();
    }

    private Optional<String> unshown(Send send, Outcome outcome) {
        boolean isRead = send.twoWay().isPresent()
                && send.write().operation() != Operation.DELETE
                && send.write().content().keySet().stream().anyMatch(reading.readFields()::contains);
        return outcome instanceof Written written
                        && isRead
                        && written.shown().isEmpty()
                        && visibility().largestFind() > 0
                ? written.externalId().or(() -> send.write().externalId())
                : Optional.empty();
    }

    private Answer shown(Send send, Outcome outcome, Map<String, ReadRecord> rows) {
        if (outcome instanceof Written written && written.shown().isEmpty()) {
            Optional<ReadRecord> row =
                    written.externalId().or(() -> send.write().externalId()).map(rows::get);
            return new Answer(
                    new Written(written.externalId(), written.effect(), row),
                    unshown(send, outcome).isPresent());
        }
        return new Answer(outcome, false);
    }

    /**
     * The rows with these ids that are there.
     *
     * @throws ConnectorException if the system does not answer
     * @throws CallDeferredException if no call may be made now
     */
    Map<String, ReadRecord> find(String object, List<String> ids) {
        Set<String> fields = new LinkedHashSet<>(reading.readFields());
        fields.addAll(reading.idFields());
        Map<String, ReadRecord> found = new HashMap<>();
        List<String> distinct = ids.stream().distinct().toList();
        int most = Math.max(1, visibility().largestFind());
        for (int from = 0; from < distinct.size(); from += most) {
            connector()
                    .find(
                            object,
                            List.copyOf(fields),
                            distinct.subList(from, Math.min(distinct.size(), from + most)),
                            attempt.scope())
                    .stream()
                    .filter(row -> !row.deleted())
                    .forEach(row -> found.put(row.externalId(), row));
        }
        return found;
    }

    private Visibility visibility() {
        return connector().capabilities().reading().visibility();
    }

    private Connector connector() {
        return context.systems().connector(system);
    }
}
