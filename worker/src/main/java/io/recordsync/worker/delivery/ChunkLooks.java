package io.recordsync.worker.delivery;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.store.delivery.Claim;
import io.recordsync.worker.delivery.ReadSystem.Call;
import io.recordsync.worker.delivery.circuit.CircuitGate;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Look;
import io.recordsync.worker.delivery.plan.RowAnswer;
import io.recordsync.worker.delivery.plan.RowResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a system that is read for the rows of a chunk that have to be seen before anything is sent to them. */
final class ChunkLooks {

    private final DeliveryContext context;
    private final ReadSystem rows;
    private final ChunkCalls calls;
    private final ChunkOutcomes outcomes;

    ChunkLooks(DeliveryContext context, ReadSystem rows, ChunkCalls calls, ChunkOutcomes outcomes) {
        this.context = context;
        this.rows = rows;
        this.calls = calls;
        this.outcomes = outcomes;
    }

    /** A claim and the row that is to be looked at for it. */
    record Looking(Claim.Granted claim, Look look) {}

    /** Looks at all rows, and returns what is to be sent to those that nobody has edited. */
    List<Call> look(List<Looking> all, CircuitGate gate) {
        Map<String, List<Looking>> byObject = new LinkedHashMap<>();
        all.forEach(one -> byObject.computeIfAbsent(one.look().row().place().object(), object -> new ArrayList<>())
                .add(one));
        List<Call> sends = new ArrayList<>();
        byObject.forEach((object, looks) -> look(object, looks, gate, sends));
        outcomes.flush();
        return sends;
    }

    private void look(String object, List<Looking> looks, CircuitGate gate, List<Call> sends) {
        List<Claim.Granted> claims = looks.stream().map(Looking::claim).toList();
        Optional<CircuitGate.Pass> entered = gate.enter();
        if (entered.isEmpty()) {
            Duration patience = gate.patience(context.retries());
            claims.forEach(claim -> outcomes.giveBack(claim, patience));
            return;
        }
        try (CircuitGate.Pass pass = entered.get()) {
            Instant asked = rows.now();
            List<String> ids = looks.stream()
                    .map(one -> one.look().row().place().externalId())
                    .toList();
            calls.call(claims, pass, () -> rows.find(object, ids)).ifPresent(found -> {
                pass.answered();
                Instant answered = rows.now();
                looks.forEach(one -> take(one, found, asked, answered).ifPresent(sends::add));
            });
        }
    }

    private Optional<Call> take(Looking one, Map<String, ReadRecord> found, Instant asked, Instant answered) {
        RowAnswer answer = rows.answer(one.claim(), asked, answered);
        ReadRecord row = found.get(one.look().row().place().externalId());
        Optional<RowResult> result =
                row == null ? Optional.of(answer.toAbsence(one.look())) : answer.to(one.look(), row);
        if (result.isEmpty()) {
            return one.look().then().map(send -> new Call(one.claim(), send));
        }
        switch (result.get()) {
            case RowResult.Settle(var settled) -> outcomes.settle(settled);
            case RowResult.Judge judge ->
                outcomes.meet(
                        rows.met(one.claim(), judge, one.look().row().place().object(), asked));
        }
        return Optional.empty();
    }
}
