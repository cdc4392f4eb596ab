package io.recordsync.worker.delivery;

import io.recordsync.connectors.Outcome;
import io.recordsync.worker.delivery.ReadSystem.Answer;
import io.recordsync.worker.delivery.ReadSystem.Call;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Send;
import io.recordsync.worker.delivery.plan.RowAnswer;
import io.recordsync.worker.delivery.plan.RowResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the answers of a system that is read to the rows of one call. */
final class ChunkAnswers {

    private final ReadSystem rows;
    private final ChunkOutcomes outcomes;

    ChunkAnswers(ReadSystem rows, ChunkOutcomes outcomes) {
        this.rows = rows;
        this.outcomes = outcomes;
    }

    /**
     * Takes all answers but refusals.
     *
     * @param asked the ledger's time before the call
     * @param wrote the latest time of the write that is certain to be before any edit by others
     * @return what is to be sent now, and refused writes of which nothing is left without the fields that were refused;
     *     these are settled
     */
    List<Call> take(
            List<Call> batch, List<Outcome> outcomesOfCall, Instant asked, Instant wrote, BatchResponse response) {
        List<Answer> answers = rows.readBack(batch, outcomesOfCall);
        Map<Integer, Call> past = rows.past(batch, outcomesOfCall);
        List<Call> again = new ArrayList<>(past.values());
        for (int i = 0; i < batch.size(); i++) {
            Call call = batch.get(i);
            RowAnswer answer = rows.answer(call.claim(), asked, wrote);
            if (past.containsKey(i)) {
                continue;
            }
            if (answers.get(i).outcome() instanceof Outcome.Refused refused) {
                Optional<Send> rest =
                        response.isOwn(refused.reason()) ? call.send().without(refused.reason()) : Optional.empty();
                rest.ifPresent(send -> again.add(new Call(call.claim(), send)));
                rest.filter(Send::isEmpty).ifPresent(send -> take(call, answer.toNothingSent(send), asked));
            } else {
                take(
                        call,
                        answer.to(
                                call.send(),
                                answers.get(i).outcome(),
                                answers.get(i).readBack()),
                        asked);
            }
        }
        return again;
    }

    private void take(Call call, RowResult result, Instant asked) {
        switch (result) {
            case RowResult.Settle(var settled) -> outcomes.settle(settled);
            case RowResult.Judge judge ->
                outcomes.meet(rows.met(call.claim(), judge, call.send().write().object(), asked));
        }
    }
}
