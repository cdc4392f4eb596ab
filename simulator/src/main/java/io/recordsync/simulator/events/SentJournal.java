package io.recordsync.simulator.events;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What was sent, in order. The audit compares the systems with it. Thread-safe. */
public final class SentJournal {

    private final InstantSource clock;
    private final List<SentEvent> events = new ArrayList<>();
    private final Map<Long, Instant> times = new HashMap<>();

    public SentJournal() {
        this(InstantSource.system());
    }

    public SentJournal(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Adds an event. It must be called before the event is sent, so that every event that arrives is in the journal.
     */
    public synchronized void add(SentEvent event) {
        events.add(event);
        times.put(event.index(), clock.instant());
    }

    public synchronized List<SentEvent> events() {
        return List.copyOf(events);
    }

    /** When the event was added. */
    public synchronized Instant sentAt(SentEvent event) {
        return Objects.requireNonNull(times.get(event.index()), "not in this journal");
    }

    public synchronized int size() {
        return events.size();
    }
}
