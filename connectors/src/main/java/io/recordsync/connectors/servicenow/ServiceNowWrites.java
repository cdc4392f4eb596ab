package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.servicenow.ServiceNowApi.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Writes with and without a known id. ServiceNow has no upsert, so every record has our record id in a column of its
 * own. A record without an id, or whose id is gone, is looked up by it, and created only if it is not found.
 */
final class ServiceNowWrites {

    /**
     * ServiceNow states no maximum, but stops a batch after 30 seconds, and business rules may take half a second per
     * record.
     */
    static final int MAX_BATCH = 50;

    private final ServiceNowApi api;
    private final ServiceNowLookUp lookUp;

    ServiceNowWrites(ServiceNowApi api) {
        this.api = api;
        this.lookUp = new ServiceNowLookUp(api);
    }

    /**
     * What is sent to ServiceNow for a write.
     *
     * @param change empty for a delete of a record that does not exist
     */
    private record Target(Write write, Optional<Change> change, Optional<String> id, Effect effect) {}

    Written write(Write write, CallScope scope) {
        if (write.externalId().isPresent()) {
            Target known = known(write);
            Reply reply = send(known, scope);
            if (!reply.isGone()) {
                return written(known, reply);
            }
        }
        Target found = found(write, lookUp.rows(List.of(write), scope));
        return found.change().isPresent() ? written(found, send(found, scope)) : absent(found);
    }

    List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        Batch batch = new Batch(writes, MAX_BATCH);
        batch.send(writes, sent -> writeTogether(sent, scope));
        return batch.outcomes();
    }

    /** Makes one look-up for all writes without a known id, and one batch for all writes. */
    private List<Outcome> writeTogether(List<Write> writes, CallScope scope) {
        Map<String, Outcome> outcomes = new HashMap<>();
        List<Write> gone = writeOnce(writes, outcomes, scope);
        if (!gone.isEmpty()) {
            writeAgain(gone, outcomes, scope);
        }
        return writes.stream().map(write -> outcomes.get(write.recordId())).toList();
    }

    /** Repeats the writes whose id is gone, as if they had none. Outcomes that are known already are kept. */
    private void writeAgain(List<Write> gone, Map<String, Outcome> outcomes, CallScope scope) {
        try {
            writeOnce(gone.stream().map(ServiceNowWrites::withoutId).toList(), outcomes, scope);
        } catch (ConnectorException | CallDeferredException e) {
            gone.forEach(write -> outcomes.putIfAbsent(write.recordId(), refused(e)));
        }
    }

    /** @return the writes whose known id is gone */
    private List<Write> writeOnce(List<Write> writes, Map<String, Outcome> outcomes, CallScope scope) {
        List<Target> targets = targets(writes, outcomes, scope);
        Map<String, Change> changes = new LinkedHashMap<>();
        targets.forEach(target ->
                target.change().ifPresent(change -> changes.put(target.write().recordId(), change)));
        Map<String, Reply> replies = changes.isEmpty() ? Map.of() : numbered(changes, new BatchCall(api, scope));
        List<Write> gone = new ArrayList<>();
        for (Target target : targets) {
            Write write = target.write();
            Optional<Reply> reply = Optional.ofNullable(replies.get(write.recordId()));
            if (write.externalId().isPresent() && reply.filter(Reply::isGone).isPresent()) {
                gone.add(write);
            } else {
                outcomes.put(
                        write.recordId(),
                        Batch.row(() ->
                                reply.map(received -> written(target, received)).orElseGet(() -> absent(target))));
            }
        }
        return gone;
    }

    /** The ids in a batch are the indexes of its changes, because a record id may contain any character. */
    private static Map<String, Reply> numbered(Map<String, Change> changes, BatchCall batch) {
        List<String> recordIds = List.copyOf(changes.keySet());
        Map<String, Change> byIndex = new LinkedHashMap<>();
        recordIds.forEach(recordId -> byIndex.put(Integer.toString(byIndex.size()), changes.get(recordId)));
        Map<String, Reply> replies = new HashMap<>();
        batch.send(byIndex).forEach((index, reply) -> replies.put(recordIds.get(Integer.parseInt(index)), reply));
        return replies;
    }

    private List<Target> targets(List<Write> writes, Map<String, Outcome> outcomes, CallScope scope) {
        List<Write> unknown = writes.stream()
                .filter(write -> write.externalId().isEmpty() && isSafe(write, outcomes))
                .toList();
        List<JsonNode> rows = unknown.isEmpty() ? List.of() : lookUp.rows(unknown, scope);
        List<Target> targets = new ArrayList<>();
        // Compares as ServiceNow does.
        Set<String> claimed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Write write : writes) {
            if (!outcomes.containsKey(write.recordId())) {
                orRefuse(write, outcomes, () -> target(write, rows, claimed)).ifPresent(targets::add);
            }
        }
        return targets;
    }

    private Target target(Write write, List<JsonNode> rows, Set<String> claimed) {
        if (write.externalId().isPresent()) {
            return known(write);
        }
        Target found = found(write, rows);
        if (claim(found).filter(claim -> !claimed.add(claim)).isPresent()) {
            throw rivalled(write);
        }
        return found;
    }

    /**
     * What two writes of one look-up must not both use: a record to link, or the right to create the first record of a
     * match.
     */
    private static Optional<String> claim(Target target) {
        return switch (target.effect()) {
            case LINKED -> target.id();
            case CREATED -> ServiceNowLookUp.match(target.write()).map(Write.Match::toString);
            case UPDATED, DELETED, ABSENT -> Optional.empty();
        };
    }

    private static ConnectorException rivalled(Write write) {
        return new ConnectorException(
                ErrorKind.TRANSIENT,
                "RIVALLED",
                "Another write of the batch matches the same record as %s. This write is retried alone."
                        .formatted(write),
                false);
    }

    private boolean isSafe(Write write, Map<String, Outcome> outcomes) {
        return orRefuse(write, outcomes, () -> {
                    lookUp.requireSafe(write);
                    return write;
                })
                .isPresent();
    }

    /** If a write is refused before any call, only this write fails. */
    private static <T> Optional<T> orRefuse(Write write, Map<String, Outcome> outcomes, Supplier<T> step) {
        try {
            return Optional.of(step.get());
        } catch (ConnectorException e) {
            outcomes.put(write.recordId(), refused(e));
            return Optional.empty();
        }
    }

    private static Outcome refused(RuntimeException reason) {
        return Batch.row(() -> {
            throw reason;
        });
    }

    private Target known(Write write) {
        String id = write.externalId().orElseThrow();
        return isDelete(write) ? delete(write, id) : update(write, id, Effect.UPDATED);
    }

    private Target found(Write write, List<JsonNode> rows) {
        Optional<LinkCandidate> own = lookUp.own(write, rows);
        if (isDelete(write)) {
            return own.map(there -> delete(write, there.externalId())).orElseGet(() -> nothing(write));
        }
        List<LinkCandidate> like = lookUp.like(write, rows);
        if (own.isPresent()) {
            requireNoneFree(write, own.get(), like);
            return update(write, own.get().externalId(), Effect.UPDATED);
        }
        if (like.isEmpty()) {
            return new Target(write, Optional.of(api.create(write)), Optional.empty(), Effect.CREATED);
        }
        ConnectorException taken = ConnectorException.refused(
                "ALREADY_THERE", "%s already has a record that matches %s.".formatted(api.system(), write));
        return update(write, LinkCandidate.toLink(write, like, taken).externalId(), Effect.LINKED);
    }

    /** Refuses a record that exists twice: once linked, and once as somebody else has created it. */
    private void requireNoneFree(Write write, LinkCandidate own, List<LinkCandidate> like) {
        like.stream().filter(one -> one.recordId().isEmpty()).findFirst().ifPresent(free -> {
            throw free.unlinkable(ConnectorException.refused(
                    "TWICE_THERE",
                    "%s already has the record of %s as %s.".formatted(api.system(), write, own.externalId())));
        });
    }

    private Target update(Write write, String id, Effect effect) {
        return new Target(write, Optional.of(api.update(write, id)), Optional.of(id), effect);
    }

    private Target delete(Write write, String id) {
        return new Target(write, Optional.of(api.delete(write, id)), Optional.of(id), Effect.DELETED);
    }

    private static Target nothing(Write write) {
        return new Target(write, Optional.empty(), Optional.empty(), Effect.ABSENT);
    }

    private static Written absent(Target target) {
        return new Written(target.id(), Effect.ABSENT);
    }

    private Written written(Target target, Reply reply) {
        Write write = target.write();
        if (!isDelete(write)) {
            if (reply.isGone() && target.effect() != Effect.CREATED) {
                throw LinkCandidate.vanished(api.system(), write);
            }
            return reply.written(write, target.effect(), api.recordIdField());
        }
        if (!reply.isDeleted() && !reply.isGone()) {
            throw reply.reason().apply(write);
        }
        return new Written(target.id(), reply.isDeleted() ? Effect.DELETED : Effect.ABSENT);
    }

    private Reply send(Target target, CallScope scope) {
        return Reply.of(api.send(target.change().orElseThrow(), scope), api.recordIdField());
    }

    private static boolean isDelete(Write write) {
        return write.operation() == Write.Operation.DELETE;
    }

    private static Write withoutId(Write write) {
        return new Write(
                write.operation(), write.object(), write.recordId(), Optional.empty(), write.content(), write.match());
    }
}
