package io.recordsync.simulator.audit;

import io.recordsync.simulator.events.Operation;
import io.recordsync.simulator.events.SentEvent;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was sent for one record.
 *
 * @param events the valid events, oldest version first
 */
record SentRecord(String id, List<SentEvent> events) {

    static SentRecord of(String id, List<SentEvent> events) {
        return new SentRecord(
                id,
                events.stream().sorted(Comparator.comparing(SentEvent::version)).toList());
    }

    /** The newest event, which is the record's final state. */
    SentEvent last() {
        return events.getLast();
    }

    boolean isDeleted() {
        return last().operation() == Operation.DELETE;
    }

    /** The version whose content has this phone number, in E.164 form. */
    Optional<LocalDateTime> versionWithPhone(String phone) {
        return events.stream()
                .filter(event -> event.operation() != Operation.DELETE)
                .filter(event -> event.person().e164Phone().equals(phone))
                .map(SentEvent::version)
                .findFirst();
    }

    /** The version of the first delete after this one. */
    Optional<LocalDateTime> deleteAfter(LocalDateTime version) {
        return events.stream()
                .filter(event -> event.operation() == Operation.DELETE)
                .map(SentEvent::version)
                .filter(deleted -> deleted.isAfter(version))
                .findFirst();
    }
}
