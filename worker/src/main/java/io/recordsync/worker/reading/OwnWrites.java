package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Counterpart;
import java.time.Instant;
import java.util.Optional;

/** Tells what a row shows of our own writes from what the system has changed. */
final class OwnWrites {

    private OwnWrites() {}

    /** After a reading back that failed, what our write sent is shown in the system's form. */
    static void noteForms(Findings findings) {
        Counterpart counterpart = findings.known().counterpart();
        Optional<Instant> until = counterpart.wrote().map(Counterpart.WriteTime::until);
        boolean isOurs = findings.seen().row().modified().isEmpty()
                || until.filter(end -> !findings.seen().row().modified().get().isAfter(end))
                        .isPresent();
        if (!findings.known().delivery().inDoubt() && !findings.known().isReturned() && isOurs) {
            counterpart.sending().keySet().stream()
                    .filter(findings.seen()::shows)
                    .forEach(findings::noteForm);
        }
    }

    /** A row that is back may show what a call sent before it was gone, of which no answer came. */
    static void noteUnanswered(Findings findings) {
        findings.known().counterpart().sending().forEach((field, sent) -> {
            if (findings.seen().shows(field) && sent.equals(findings.hash(field, findings.normal(field)))) {
                findings.base(field, base -> base.withGiven(sent));
                findings.noteForm(field);
            }
        });
    }
}
