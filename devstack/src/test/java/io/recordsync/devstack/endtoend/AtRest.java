package io.recordsync.devstack.endtoend;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.workflows.SearchAttributes;
import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncRecord;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Asserts that the workflows and the ledger agree on every record when nothing is in progress: a workflow is running if
 * and only if the ledger has a due or parked delivery of its record, and it is shown as failed if and only if the
 * ledger has a parked one. Temporal lists workflows with a short delay, so the check is repeated for up to a minute.
 */
final class AtRest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int MAX_SHOWN = 20;

    private static final String UNFINISHED = """
            select tenant, entity, record_id, bool_or(parked) as parked
            from (select tenant, entity, record_id, false as parked from image where routed_revision < revision
                  union all
                  select tenant, entity, record_id, state = 'parked' from delivery
                  where state = 'parked' or settled_revision < due_revision) as unfinished
            group by 1, 2, 3
            """;

    private final JdbcClient ledger;
    private final WorkflowClient temporal;

    private AtRest(DataSource database, WorkflowClient temporal) {
        this.ledger = JdbcClient.create(database);
        this.temporal = temporal;
    }

    /** Waits until they agree. Fails with the disagreements after a minute. */
    static void await(DataSource database, WorkflowClient temporal) {
        AtRest rest = new AtRest(database, temporal);
        long begun = System.nanoTime();
        List<String> disagreements = rest.disagreements();
        while (!disagreements.isEmpty() && System.nanoTime() - begun < LIMIT.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            disagreements = rest.disagreements();
        }
        assertThat(disagreements.stream().limit(MAX_SHOWN))
                .as("what ledger and workflows disagree on, %d records", disagreements.size())
                .isEmpty();
    }

    private List<String> disagreements() {
        Map<String, Boolean> redByRun = running(SyncRecord.TYPE).collect(Collectors.toMap(AtRest::id, AtRest::isRed));
        Runs runs = new Runs(
                redByRun, failedRuns(), running(SyncBatch.TYPE).findAny().isPresent());
        Map<String, Boolean> parked = parkedByRecord();
        Stream<String> idle = redByRun.keySet().stream()
                .filter(not(parked::containsKey))
                .map(run -> run + " runs, and the ledger has nothing due or parked");
        Stream<String> unfinished = parked.entrySet().stream()
                .flatMap(record -> runs.disagreement(record.getKey(), record.getValue()).stream());
        return Stream.concat(idle, unfinished).toList();
    }

    /**
     * The state of the workflows in Temporal.
     *
     * @param redByRun the running workflows, and for each whether it shows that a delivery is parked
     * @param failed the workflows whose park time has ended
     * @param chunks whether a chunk is running, which may be responsible for due deliveries
     */
    private record Runs(Map<String, Boolean> redByRun, Set<String> failed, boolean chunks) {

        Optional<String> disagreement(String run, boolean parked) {
            Boolean red = redByRun.get(run);
            if (red == null) {
                return (parked ? failed.contains(run) : chunks)
                        ? Optional.empty()
                        : Optional.of(run + (parked ? " is parked" : " is due") + ", and nothing runs for it");
            }
            return red.equals(parked)
                    ? Optional.empty()
                    : Optional.of(run + (parked ? " is parked and not red" : " is red and nothing is parked"));
        }
    }

    private Stream<WorkflowExecutionMetadata> running(String type) {
        return runs(type, "Running");
    }

    private Stream<WorkflowExecutionMetadata> runs(String type, String status) {
        return temporal.listExecutions("WorkflowType='%s' and ExecutionStatus='%s'".formatted(type, status));
    }

    private Set<String> failedRuns() {
        return runs(SyncRecord.TYPE, "Failed").map(AtRest::id).collect(Collectors.toSet());
    }

    private static String id(WorkflowExecutionMetadata run) {
        return run.getExecution().getWorkflowId();
    }

    private static boolean isRed(WorkflowExecutionMetadata run) {
        return SearchAttributes.FAILED.equals(run.getTypedSearchAttributes().get(SearchAttributes.SYNC_STATUS));
    }

    /**
     * The workflow ids of records with something due, unrouted or parked, and for each whether a delivery is parked.
     */
    private Map<String, Boolean> parkedByRecord() {
        Map<String, Boolean> parked = new HashMap<>();
        ledger.sql(UNFINISHED).query(row -> {
            String workflow = WorkflowIds.syncRecord(
                    row.getString("tenant"), row.getString("entity"), row.getString("record_id"));
            parked.put(workflow, row.getBoolean("parked"));
        });
        return parked;
    }
}
