package io.recordsync.worker.reading.run;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.reading.run.VendorQuestion.Answer;
import java.util.List;

/** Asks a system for rows of a reader by their ids. */
final class RunQuestion {

    private final ReadingContext context;
    private final ReaderKey key;
    private final VendorQuestion.Heard heard;

    RunQuestion(ReadingContext context, ReaderKey key) {
        this(context, key, (calls, cost, asked) -> {});
    }

    /** @param heard is told of each answer */
    RunQuestion(ReadingContext context, ReaderKey key, VendorQuestion.Heard heard) {
        this.context = context;
        this.key = key;
        this.heard = heard;
    }

    /** Throws as {@link VendorQuestion#ask}. */
    Answer<List<ReadRecord>> find(Attempt attempt, List<String> externalIds) {
        return new VendorQuestion(context, key, heard)
                .ask(
                        attempt,
                        (connector, scope) ->
                                connector.find(context.object(key), context.fields(key), externalIds, scope));
    }
}
