package io.recordsync.process;

import java.util.List;

/**
 * The meters of recordsync itself. They are defined in one place because dashboards and alert rules rely on their
 * names.
 */
public enum Meters {
    EVENTS(
            "recordsync.bridge.events",
            Kind.COUNTER,
            "Messages by outcome: `changed`, `repeated`, …, `dead_lettered`; `ignored` are those that are"
                    + " about no record, such as tombstones.",
            "outcome"),
    STEPS_BACK(
            "recordsync.bridge.steps.back",
            Kind.COUNTER,
            "Changes from Debezium that were applied although an earlier change of the same record has a"
                    + " higher log position.",
            "topic"),
    PAUSED("recordsync.bridge.paused", Kind.GAUGE, "1 while reading from Kafka is paused, otherwise 0."),
    UNSETTLED(
            "recordsync.unsettled",
            Kind.GAUGE,
            "Deliveries that are not settled: `working`, or `waiting` for a system that is down, for a"
                    + " worker, or longer than a minute for their next attempt.",
            "state"),
    LAST_SUCCESS(
            "recordsync.task.last.success",
            Kind.GAUGE,
            "The time of the last success of a periodic task of the process, in seconds since 1970.",
            "task"),
    CALLS(
            "recordsync.calls",
            Kind.TIMER,
            "HTTP calls to systems, and their duration; status 0 means that no answer came.",
            "system",
            "status"),
    DELIVERIES("recordsync.deliveries", Kind.COUNTER, "Settled deliveries, by outcome.", "system", "outcome"),
    DELIVERY_FAILURES(
            "recordsync.delivery.failures", Kind.COUNTER, "Attempts that failed, by kind of error.", "system", "kind"),
    DELTA_EFFICIENCY(
            "recordsync.delta.efficiency",
            Kind.GAUGE,
            "New and changed records divided by calls, of the last run of this process that read what has changed.",
            "system",
            "entity");

    private enum Kind {
        COUNTER("_total"),
        GAUGE(""),
        TIMER("_seconds");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    private final String key;
    private final Kind kind;
    private final String meaning;
    private final List<String> tags;

    Meters(String key, Kind kind, String meaning, String... tags) {
        this.key = key;
        this.kind = kind;
        this.meaning = meaning;
        this.tags = List.of(tags);
    }

    /** The name in Micrometer. */
    public String key() {
        return key;
    }

    /**
     * The name at {@code /actuator/prometheus}. For a timer, {@code _count}, {@code _sum} and {@code _max} are appended
     * to it.
     */
    public String prometheus() {
        return key.replace('.', '_') + kind.suffix;
    }

    /** What the meter measures, as a sentence in Markdown. */
    public String meaning() {
        return meaning;
    }

    /** The names of the meter's tags, in the order in which their values are given. */
    public List<String> tags() {
        return tags;
    }
}
