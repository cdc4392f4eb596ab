package io.recordsync.simulator.audit;

import io.recordsync.simulator.events.SentEvent;
import io.recordsync.simulator.events.SentJournal;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares what was sent with what the systems hold and did, for the default field mappings. The phone number
 * identifies a version, because the event generator never repeats one within a record. A late write counts at the time
 * at which it took effect. Records that are not in the journal, such as those of an earlier run, are only considered if
 * they share an e-mail address with one that is.
 */
public final class Audit {

    private final ExpectedRoutes routes;

    public Audit(ExpectedRoutes routes) {
        this.routes = routes;
    }

    /**
     * Compares the current state. Call it when all records are settled and no writes are pending; otherwise records in
     * progress count as lost.
     */
    public AuditReport compare(SentJournal sent, List<SystemHistory> histories) {
        List<SentRecord> records = records(sent);
        List<SystemAudit> audits = histories.stream()
                .map(history -> new SystemAudit(history, routes))
                .toList();
        return new AuditReport(
                ids(records, record -> audits.stream().anyMatch(audit -> audit.isLost(record))),
                ids(records, record -> audits.stream().anyMatch(audit -> audit.isDuplicate(record))),
                ids(records, record -> audits.stream().anyMatch(audit -> audit.isStale(record))),
                ids(records, record -> audits.stream().anyMatch(audit -> audit.isRefused(record))),
                calls(histories));
    }

    private static List<SentRecord> records(SentJournal sent) {
        Map<String, List<SentEvent>> byRecord = sent.events().stream()
                .filter(event -> !event.malformed())
                .collect(Collectors.groupingBy(SentEvent::recordId));
        return byRecord.entrySet().stream()
                .map(record -> SentRecord.of(record.getKey(), record.getValue()))
                .toList();
    }

    private static SortedSet<String> ids(List<SentRecord> records, Predicate<SentRecord> wanted) {
        return records.stream().filter(wanted).map(SentRecord::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, AuditReport.Calls> calls(List<SystemHistory> histories) {
        Map<String, AuditReport.Calls> calls = new TreeMap<>();
        for (SystemHistory history : histories) {
            calls.put(
                    history.system(),
                    new AuditReport.Calls(
                            history.counts().calls(),
                            history.counts().rateLimited(),
                            history.counts().overQuota()));
        }
        return calls;
    }
}
