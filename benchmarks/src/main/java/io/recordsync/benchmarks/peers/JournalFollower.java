package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.SimulatorClient;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.audit.Audit;
import io.recordsync.simulator.audit.AuditReport;
import io.recordsync.simulator.audit.ExpectedRoutes;
import io.recordsync.simulator.audit.SystemHistory;
import io.recordsync.simulator.events.SentEvent;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.simulator.quota.Counts;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.ContactFields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Observes at one system the effects of the sent events, from its creation on. */
final class JournalFollower {

    private final SimulatorClient simulator;
    private final String system;
    private final ContactFields fields;
    private final SentJournal sent;
    private final long start;
    private final Counts before;
    private final Map<String, String> newestPhone = new HashMap<>();
    private final Set<String> behind;
    private final List<JournalEntry> entries = new ArrayList<>();
    private long read;

    /** @param sent all events to be observed */
    JournalFollower(SimulatorClient simulator, String system, SentJournal sent) {
        this.simulator = simulator;
        this.system = system;
        this.fields = Simulators.kind(system).contactFields();
        this.sent = sent;
        this.start = simulator.effects();
        this.before = simulator.counts();
        this.read = start;
        sent.events().forEach(this::want);
        this.behind = new HashSet<>(newestPhone.keySet());
    }

    /**
     * Remembers the newest version of a record: the sent events are in the order of the versions, and each version has
     * a different phone number.
     */
    private void want(SentEvent event) {
        newestPhone.put(event.recordId(), event.person().e164Phone());
    }

    int records() {
        return newestPhone.size();
    }

    /** The number of effects so far, for all records. */
    long effects() {
        return simulator.effects() - start;
    }

    long calls() {
        return simulator.counts().calls() - before.calls();
    }

    long limited() {
        return simulator.counts().rateLimited() - before.rateLimited();
    }

    /** Whether the system holds the newest state of all records. Reads the new entries of its journal. */
    boolean isThrough() {
        simulator.journal(read, this::note);
        return behind.isEmpty();
    }

    /** The same check for half of the records. */
    boolean isHalfThrough() {
        return isThrough() || behind.size() <= records() / 2;
    }

    private void note(JournalEntry entry) {
        read = entry.sequence();
        String wanted = newestPhone.get(entry.externalId());
        if (wanted == null) {
            return;
        }
        entries.add(entry);
        if (entry.isWrite() && wanted.equals(entry.content().get(fields.phone()))) {
            behind.remove(entry.externalId());
        } else if (entry.isWrite()) {
            behind.add(entry.externalId());
        }
    }

    /** The seconds from the first effect to the last, by the system's own clock, among the entries read so far. */
    double seconds() {
        if (entries.isEmpty()) {
            return 0;
        }
        Instant first = entries.getFirst().time();
        return Duration.between(first, entries.getLast().time()).toMillis() / 1000.0;
    }

    /** Compares the sent events with the journal, as far as it was read. */
    AuditReport audit() {
        SystemHistory history =
                new SystemHistory(system, fields, List.copyOf(objects().values()), entries, simulator.counts());
        return new Audit(ExpectedRoutes.all(Set.of(system))).compare(sent, List.of(history));
    }

    /** The objects that these entries wrote, by the vendor's id. Nothing is deleted in these trials. */
    private Map<String, StoredObject> objects() {
        Map<String, StoredObject> objects = new HashMap<>();
        entries.stream()
                .filter(JournalEntry::isWrite)
                .forEach(entry -> objects.merge(String.valueOf(entry.id()), object(entry), JournalFollower::merged));
        return objects;
    }

    private StoredObject object(JournalEntry entry) {
        return new StoredObject(entry.type(), String.valueOf(entry.id()), entry.content(), entry.time(), entry.time());
    }

    private static StoredObject merged(StoredObject before, StoredObject change) {
        Map<String, String> fields = new HashMap<>(before.fields());
        fields.putAll(change.fields());
        return new StoredObject(before.type(), before.id(), fields, before.created(), change.modified());
    }
}
