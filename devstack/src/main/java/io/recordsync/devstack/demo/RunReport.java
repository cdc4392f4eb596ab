package io.recordsync.devstack.demo;

import io.recordsync.simulator.audit.AuditReport;
import io.recordsync.store.status.Outcomes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result of a run.
 *
 * @param outcomes the ledger's counts of this run's events
 * @param audit the result of the audit of the systems' own data and journals
 */
record RunReport(int events, Outcomes outcomes, AuditReport audit, double seconds) {

    private static final int MAX_IDS = 10;

    boolean isGood() {
        return outcomes.total() == events && audit.isClean();
    }

    /** One sentence for each problem. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (outcomes.total() != events) {
            problems.add(String.format(
                    Locale.ROOT, "%d events were sent, but there are %d outcomes.", events, outcomes.total()));
        }
        name(problems, "lost", audit.lostRecords());
        name(problems, "duplicates", audit.duplicateRecords());
        name(problems, "stale", audit.staleRecords());
        return problems;
    }

    private static void name(List<String> problems, String what, SortedSet<String> records) {
        if (!records.isEmpty()) {
            problems.add(String.format(
                    Locale.ROOT,
                    "%s: %d, such as %s",
                    what,
                    records.size(),
                    records.stream().limit(MAX_IDS).toList()));
        }
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("events", events);
        json.put("applied", outcomes.applied());
        json.put("unchanged", outcomes.unchanged());
        json.put("superseded", outcomes.superseded());
        json.put("repeated", outcomes.repeated());
        json.put("unrouted", outcomes.unrouted());
        json.put("parked", outcomes.parked());
        json.put("deadLettered", outcomes.deadLettered());
        json.put("lost", audit.lost());
        json.put("duplicates", audit.duplicates());
        json.put("stale", audit.stale());
        Map<String, Long> calls = new TreeMap<>((a, b) -> b.compareTo(a));
        audit.systems().forEach((system, counts) -> calls.put(system, counts.calls()));
        json.put("calls", calls);
        json.put("rateLimited", audit.rateLimited());
        json.put("seconds", Math.round(seconds * 10) / 10.0);
        return new JsonMapper().writeValueAsString(json);
    }
}
