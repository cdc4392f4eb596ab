package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Gone;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.servicenow.ServiceNowApi.Change;
import io.recordsync.connectors.servicenow.ServiceNowTargets.Sent;
import io.recordsync.connectors.servicenow.ServiceNowTargets.Settled;
import io.recordsync.connectors.servicenow.ServiceNowTargets.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Writes with and without a known id. ServiceNow has no upsert, so every record has our record id in a column of its
 * own. A record without an id, or whose id is gone, is looked up by it, and created only if it is not found. Only an
 * update names a record that is never looked up.
 */
final class ServiceNowWrites {

    /**
     * ServiceNow states no maximum, but stops a batch after 30 seconds, and business rules may take half a second per
     * record.
     */
    static final int MAX_BATCH = 50;

    private final ServiceNowApi api;
    private final ServiceNowLookUp lookUp;
    private final ServiceNowTargets targets;

    ServiceNowWrites(ServiceNowApi api) {
        this.api = api;
        this.lookUp = new ServiceNowLookUp(api);
        this.targets = new ServiceNowTargets(api, lookUp);
    }

    Outcome write(Write write, CallScope scope) {
        if (ServiceNowTargets.isKnown(write)) {
            Sent known = targets.known(write);
            Reply reply = send(known, scope);
            if (!isLookedUpAgain(known, reply)) {
                return outcome(known, reply, scope);
            }
        }
        return switch (targets.found(write, lookUp.rows(List.of(write), scope))) {
            case Settled settled -> settled.outcome();
            case Sent sent -> outcome(sent, send(sent, scope), scope);
        };
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

    /** @return the writes whose known id is gone, and that are looked up */
    private List<Write> writeOnce(List<Write> writes, Map<String, Outcome> outcomes, CallScope scope) {
        List<Sent> sent = new ArrayList<>();
        for (Target target : targets.of(writes, outcomes, scope)) {
            switch (target) {
                case Sent one -> sent.add(one);
                case Settled one -> outcomes.put(one.write().recordId(), one.outcome());
            }
        }
        Map<String, Reply> replies = replies(sent, scope);
        List<Write> gone = new ArrayList<>();
        for (Sent one : sent) {
            String recordId = one.write().recordId();
            Reply reply = Objects.requireNonNull(replies.get(recordId), "a change has no reply");
            if (ServiceNowTargets.isKnown(one.write()) && isLookedUpAgain(one, reply)) {
                gone.add(one.write());
            } else {
                outcomes.put(recordId, Batch.row(() -> outcome(one, reply, scope)));
            }
        }
        return gone;
    }

    /**
     * The replies by the record ids of the writes. The ids in a batch are the indexes of its changes, because a record
     * id may contain any character.
     */
    private Map<String, Reply> replies(List<Sent> sent, CallScope scope) {
        Map<String, Change> byIndex = new LinkedHashMap<>();
        sent.forEach(one -> byIndex.put(Integer.toString(byIndex.size()), one.change()));
        Map<String, Reply> replies = new HashMap<>();
        if (!byIndex.isEmpty()) {
            new BatchCall(api, scope)
                    .send(byIndex)
                    .forEach((index, reply) -> replies.put(
                            sent.get(Integer.parseInt(index)).write().recordId(), reply));
        }
        return replies;
    }

    private Outcome outcome(Sent sent, Reply reply, CallScope scope) {
        return switch (sent.write().operation()) {
            case UPSERT -> written(sent, reply);
            case CREATE -> createdOrMet(sent, reply, scope);
            case UPDATE -> updated(sent, reply);
            case DELETE -> deleted(sent, reply);
        };
    }

    private Written written(Sent sent, Reply reply) {
        if (reply.isGone() && sent.effect() != Effect.CREATED) {
            throw LinkCandidate.vanished(api.system(), sent.write());
        }
        return reply.written(sent.write(), sent.effect(), api);
    }

    /** If a unique column refuses the create, a record that matches was created after the look-up. */
    private Outcome createdOrMet(Sent sent, Reply reply, CallScope scope) {
        try {
            return written(sent, reply);
        } catch (ConnectorException e) {
            if (sent.effect() != Effect.CREATED || !ServiceNowErrors.isDuplicate(e)) {
                throw e;
            }
            List<JsonNode> there = lookUp.met(sent.write(), lookUp.rows(List.of(sent.write()), scope));
            return new Linked(targets.met(sent.write(), there, e));
        }
    }

    private Outcome updated(Sent sent, Reply reply) {
        if (reply.isGone()) {
            return new Gone(Optional.empty());
        }
        try {
            return reply.written(sent.write(), sent.effect(), api);
        } catch (ConnectorException e) {
            throw ServiceNowErrors.ofUpdate(e, sent.write());
        }
    }

    private static Written deleted(Sent sent, Reply reply) {
        if (!reply.isDeleted() && !reply.isGone()) {
            throw reply.reason().apply(sent.write());
        }
        return new Written(sent.id(), reply.isDeleted() ? Effect.DELETED : Effect.ABSENT);
    }

    /** Whether a write that named its record is made without that name, because the record does not exist. */
    private static boolean isLookedUpAgain(Sent sent, Reply reply) {
        return reply.isGone() && sent.write().operation() != Operation.UPDATE;
    }

    private Reply send(Sent sent, CallScope scope) {
        return Reply.of(api.send(sent.change(), scope), api.recordIdField());
    }

    private static Outcome refused(RuntimeException reason) {
        return Batch.row(() -> {
            throw reason;
        });
    }

    private static Write withoutId(Write write) {
        return new Write(
                write.operation(), write.object(), write.recordId(), Optional.empty(), write.content(), write.match());
    }
}
