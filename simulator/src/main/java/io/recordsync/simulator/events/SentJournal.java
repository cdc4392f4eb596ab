package io.recordsync.simulator.events;

import java.util.ArrayList;
import java.util.List;

/** What was sent, in order: the truth that the audit compares with. Thread-safe. */
public final class SentJournal {

    private final List<SentEvent> events = new ArrayList<>();

    /** Notes an event. To be called before it is sent, so that none that arrives is unknown here. */
    public synchronized void add(SentEvent event) {
        events.add(event);
    }

    public synchronized List<SentEvent> events() {
        return List.copyOf(events);
    }

    public synchronized int size() {
        return events.size();
    }
}
