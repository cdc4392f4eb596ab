package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.servicenow.ServiceNowApi.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Decides what is sent for each write: to the record that it names, or to the one that a look-up finds. */
final class ServiceNowTargets {

    private final ServiceNowApi api;
    private final ServiceNowLookUp lookUp;

    ServiceNowTargets(ServiceNowApi api, ServiceNowLookUp lookUp) {
        this.api = api;
        this.lookUp = lookUp;
    }

    /** What is to be done for a write. */
    sealed interface Target {
        Write write();
    }

    /** A change is sent. */
    record Sent(Write write, Change change, Optional<String> id, Effect effect) implements Target {}

    /** Nothing is sent, and the outcome is known. */
    record Settled(Write write, Outcome outcome) implements Target {}

    /**
     * Whether the write names its record. A create does not: an external id that it may have is that of an earlier
     * record.
     */
    static boolean isKnown(Write write) {
        return write.operation() == Operation.UPDATE
                || write.operation() != Operation.CREATE && write.externalId().isPresent();
    }

    /**
     * Makes one look-up for all writes without a known record.
     *
     * @param outcomes gets those of the writes that are refused before any call
     */
    List<Target> of(List<Write> writes, Map<String, Outcome> outcomes, CallScope scope) {
        List<Write> unknown = writes.stream()
                .filter(write -> !isKnown(write) && isSafe(write, outcomes))
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

    /** The record that the write names. */
    Sent known(Write write) {
        String id = write.externalId().orElseThrow();
        return isDelete(write) ? delete(write, id) : update(write, id, Effect.UPDATED);
    }

    /** @param rows the records that were found for this write or for others */
    Target found(Write write, List<JsonNode> rows) {
        if (write.operation() == Operation.CREATE) {
            return create(write, rows);
        }
        Optional<LinkCandidate> own = lookUp.own(write, rows);
        if (isDelete(write)) {
            return own.<Target>map(there -> delete(write, there.externalId()))
                    .orElseGet(() -> new Settled(write, new Written(Optional.empty(), Effect.ABSENT)));
        }
        List<LinkCandidate> like = lookUp.like(write, rows);
        if (own.isPresent()) {
            requireNoneFree(write, own.get(), like);
            return update(write, own.get().externalId(), Effect.UPDATED);
        }
        if (like.isEmpty()) {
            return create(write);
        }
        LinkCandidate toLink = LinkCandidate.toLink(write, like, LinkCandidate.matched(api.system(), write));
        return update(write, toLink.externalId(), Effect.LINKED);
    }

    /** Writes to no record that exists, except to the one that an earlier attempt made. */
    private Target create(Write write, List<JsonNode> rows) {
        List<JsonNode> there = lookUp.met(write, rows);
        if (there.isEmpty()) {
            return create(write);
        }
        ReadRecord met = met(write, there, LinkCandidate.matched(api.system(), write));
        return write.mayHaveMade(met)
                ? update(write, met.externalId(), Effect.UPDATED)
                : new Settled(write, new Linked(met));
    }

    /**
     * The record that a create meets.
     *
     * @param there the records that carry its record id, or that match
     * @param refused why the create is not made
     */
    ReadRecord met(Write write, List<JsonNode> there, ConnectorException refused) {
        List<ReadRecord> rows = there.stream()
                .map(row -> api.readRecord(row, write.content().keySet()))
                .toList();
        return LinkCandidate.met(write, rows, refused);
    }

    private Target target(Write write, List<JsonNode> rows, Set<String> claimed) {
        if (isKnown(write)) {
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
        if (!(target instanceof Sent sent)) {
            return Optional.empty();
        }
        return switch (sent.effect()) {
            case LINKED -> sent.id();
            case CREATED -> ServiceNowLookUp.match(sent.write()).map(Write.Match::toString);
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
            outcomes.put(write.recordId(), Batch.row(() -> {
                throw e;
            }));
            return Optional.empty();
        }
    }

    /** Refuses a record that exists twice: once linked, and once as somebody else has created it. */
    private void requireNoneFree(Write write, LinkCandidate own, List<LinkCandidate> like) {
        like.stream().filter(one -> one.recordId().isEmpty()).findFirst().ifPresent(free -> {
            throw free.unlinkable(ConnectorException.refused(
                    "TWICE_THERE",
                    "%s already has the record of %s as %s.".formatted(api.system(), write, own.externalId())));
        });
    }

    private Sent create(Write write) {
        return new Sent(write, api.create(write), Optional.empty(), Effect.CREATED);
    }

    private Sent update(Write write, String id, Effect effect) {
        return new Sent(write, api.update(write, id), Optional.of(id), effect);
    }

    private Sent delete(Write write, String id) {
        return new Sent(write, api.delete(write, id), Optional.of(id), Effect.DELETED);
    }

    private static boolean isDelete(Write write) {
        return write.operation() == Operation.DELETE;
    }
}
