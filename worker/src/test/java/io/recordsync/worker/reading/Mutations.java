package io.recordsync.worker.reading;

import java.util.ArrayList;
import java.util.List;

/** The rules that are switched off in turn. */
final class Mutations {

    private Mutations() {}

    static List<Mutation> all() {
        String reading = "io.recordsync.worker.reading.";
        String plan = "io.recordsync.worker.delivery.plan.";
        List<Mutation> all = new ArrayList<>();
        all.add(new Mutation(
                "another form is no edit",
                "worker",
                reading + "Judge",
                "roundTrip.dropOtherForms(findings, theirs, changed);",
                ""));
        all.add(new Mutation(
                "a value has to come back as itself",
                "worker",
                reading + "Judge",
                "roundTrip.check(findings, known.image().fields(), theirs, changed);",
                ""));
        all.add(new Mutation(
                "what a call in doubt may have written is no edit",
                "worker",
                reading + "Judge",
                "changed.removeIf(findings::isInDoubt);",
                ""));
        all.add(new Mutation(
                "a row that was asked for before a settlement waits",
                "worker",
                reading + "Judge",
                "|| delivery.settledAt().filter(at -> !asked.isAfter(at)).isPresent()",
                ""));
        all.add(new Mutation(
                "an older answer gives way to a newer one",
                "worker",
                reading + "Judge",
                "|| known.counterpart().askedAt().filter(asked::isBefore).isPresent()",
                ""));
        all.add(new Mutation(
                "what is taken counts as given",
                "worker",
                reading + "Judge",
                "findings.base(field, base -> base.withGiven(hash).withDiffers(false));",
                ""));
        all.add(new Mutation(
                "ours that gives way is kept", "worker", reading + "Policy", "findings.loseOurs(path, value);", ""));
        all.add(new Mutation(
                "what is overruled is given again",
                "worker",
                reading + "Findings",
                "base(field, base -> base.withGiven(null).withDiffers(false));",
                ""));
        all.add(new Mutation(
                "a change that the deleted row was not given keeps the record",
                "worker",
                reading + "GonePage",
                "if (!hasNews(counterpart, image)) {",
                "if (page.rows() != null) {"));
        all.add(new Mutation(
                "many deletes wait for a person",
                "worker",
                reading + "run.DeletesHeld",
                "return isMany || gone > guard.most() || isAll;",
                "return gone < 0;"));
        all.add(new Mutation(
                "a delete of ours ends the row",
                "worker",
                plan + "RowAnswer",
                "return row.with(draft -> draft.gone(Optional.of(answered), Optional.empty())",
                "return row.with(draft -> draft.gone(Optional.empty(), Optional.empty())"));
        all.add(new Mutation(
                "a field that was sent and is not shown loses what it showed",
                "worker",
                plan + "BaseAfterWrite",
                ".withShown(shows)",
                ".withShown(shows == null ? base.shown() : shows)"));
        all.add(new Mutation(
                "what is sent is noted before the call",
                "worker",
                "io.recordsync.worker.delivery.RowLedger",
                "store.twoWay().noteSending(sent, keyId());",
                ""));
        all.add(new Mutation(
                "a source that repeats itself says nothing new",
                "store",
                "io.recordsync.store.ledger.Merge",
                "return replaced != null && replaced.equals(hash(field, change.fields().get(field)));",
                "return false;"));
        all.add(new Mutation(
                "and a system or a person never repeats itself",
                "store",
                "io.recordsync.store.ledger.Merge",
                "String replaced = change.isReport() && image.fields().containsKey(field)",
                "String replaced = image.fields().containsKey(field)"));
        return List.copyOf(all);
    }
}
