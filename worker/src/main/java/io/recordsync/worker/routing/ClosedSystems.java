package io.recordsync.worker.routing;

import io.recordsync.rules.RuleSet;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.delivery.Routing.Candidate;
import io.recordsync.store.reading.ReaderStore;
import java.util.List;
import java.util.Set;

/**
 * The systems whose first read has not ended. A record that is not known there may have a row all the same, so that it
 * is not made there before all rows have been seen. The run after the first read finds it.
 */
final class ClosedSystems {

    private final ReaderStore readers;
    private final RuleSet rules;
    private final boolean readsAny;

    ClosedSystems(ReaderStore readers, RuleSet rules) {
        this.readers = readers;
        this.rules = rules;
        this.readsAny = rules.systems().stream()
                .anyMatch(system -> rules.objects(system).keySet().stream()
                        .anyMatch(entity -> rules.reading(system, entity).isPresent()));
    }

    /**
     * The readers whose first read has not ended. To be called after the images were read that are to be routed: what
     * is left out then was there when the first read ended. Asks the ledger only if the rules read a system.
     */
    Set<ReaderKey> linking() {
        return readsAny ? readers.linking() : Set.of();
    }

    /** The systems without those where the record would be made too early. */
    List<String> leaveOut(Set<ReaderKey> linking, Candidate candidate, List<String> systems) {
        return linking.isEmpty()
                ? systems
                : systems.stream()
                        .filter(system -> !isClosed(linking, candidate, system))
                        .toList();
    }

    private boolean isClosed(Set<ReaderKey> linking, Candidate candidate, String system) {
        String entity = candidate.image().key().entity();
        return !candidate.known().contains(system)
                && linking.contains(new ReaderKey(candidate.image().key().tenant(), system, entity))
                && rules.reading(system, entity).isPresent();
    }
}
