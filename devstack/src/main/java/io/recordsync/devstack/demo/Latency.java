package io.recordsync.devstack.demo;

import io.recordsync.simulator.audit.SystemHistory;
import io.recordsync.simulator.events.SentEvent;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.simulator.store.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The time from the sending of an event to its effect at its system, for the creates and updates that a system
 * accepted.
 *
 * @param sorted the time of each event, the shortest first
 */
public record Latency(List<Duration> sorted) {

    private static final int WARM_UP_SHARE = 5;

    /** The latency of all events after the first fifth, which serves as the warm-up. */
    static Latency of(SentJournal sent, List<SystemHistory> histories) {
        Map<String, Instant> effects = effects(histories);
        List<Duration> took = new ArrayList<>();
        List<SentEvent> events = sent.events();
        for (SentEvent event : events.subList(events.size() / WARM_UP_SHARE, events.size())) {
            Optional.ofNullable(
                            effects.get(version(event.recordId(), event.person().e164Phone())))
                    .ifPresent(effect -> took.add(Duration.between(sent.sentAt(event), effect)));
        }
        return new Latency(took.stream().sorted().toList());
    }

    /**
     * The time of each effect by record id and phone number, because each version of a record has a different phone
     * number.
     */
    private static Map<String, Instant> effects(List<SystemHistory> histories) {
        Map<String, Instant> effects = new HashMap<>();
        for (SystemHistory history : histories) {
            for (JournalEntry entry : history.journal()) {
                Optional.ofNullable(entry.content().get(history.fields().phone()))
                        .filter(phone -> entry.isWrite())
                        .ifPresent(phone -> effects.putIfAbsent(version(entry.externalId(), phone), entry.time()));
            }
        }
        return effects;
    }

    private static String version(String recordId, String phone) {
        return recordId + " " + phone;
    }

    /** The time within which this percentage of the events took effect. There must be at least one event. */
    public Duration percentile(int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    @Override
    public String toString() {
        return sorted.isEmpty()
                ? "Event to API call: there is nothing to measure."
                : String.format(
                        Locale.ROOT,
                        "Event to API call, for %d events after the warm-up: median %d ms, p99 %d ms.",
                        sorted.size(),
                        percentile(50).toMillis(),
                        percentile(99).toMillis());
    }
}
