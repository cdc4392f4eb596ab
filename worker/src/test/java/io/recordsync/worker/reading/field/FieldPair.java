package io.recordsync.worker.reading.field;

import static io.recordsync.worker.WorkerFixture.SALESFORCE;

import io.recordsync.connectors.Connector;
import io.recordsync.rules.RuleSet;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.reading.Run;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.workflows.BeginRunRequest;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.DecideHeldRequest;
import io.recordsync.workflows.DecideHeldResult;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageRequest;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadPosition.Feed;
import io.recordsync.workflows.RouteRequest;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One system, named {@code a}, and the simulated Salesforce, in sync by the steps that the workflows take. */
final class FieldPair {

    static final String A = "a";

    private static final AtomicInteger OWNERS = new AtomicInteger();
    private static final int MOST_ROUNDS = 6;
    private static final int MOST_ATTEMPTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final WorkerFixture fixture;
    private final WorkerProcess process;

    FieldPair(WorkerFixture fixture, RuleSet rules, Connector a) {
        this.fixture = fixture;
        this.process = fixture.newProcess(
                fixture.options().withRules(rules).withCallTimeout(PATIENCE).withOthers(List.of(a)));
    }

    /** Reads both sides whole and delivers, until nothing is left. Returns the first run of A that waits, if any. */
    Optional<Run> rest() {
        Optional<Run> waits = Optional.empty();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Run run = read(A, true);
            waits = waits.or(
                    () -> Optional.of(run).filter(one -> one.status().stored().equals("waiting")));
            read(SALESFORCE, true);
            boolean isQuiet = deliver() == 0 && round > 0;
            if (isQuiet) {
                return waits;
            }
        }
        throw new AssertionError("it does not come to rest");
    }

    /** A whole run, as the workflow takes its steps. */
    Run read(String system, boolean full) {
        ReadChangesInput input =
                new ReadChangesInput("default", system, "contact", full, null, null, null, "person/test", null);
        BeginRunResult begun =
                process.reading().begin(new BeginRunRequest(input, "w" + OWNERS.incrementAndGet(), "read/" + system));
        ReadPosition position = Objects.requireNonNull(begun.position());
        int page = position.page();
        for (Feed feed : Feed.values()) {
            ReadPageResult result;
            do {
                result = page(system, position, page + 1, feed);
                result.changed().forEach(this::route);
                page += result.committed() ? 1 : 0;
            } while (!result.last());
        }
        ReadChangesStatus end = process.reading()
                .end(new EndRunRequest("default", system, "contact", position.runId(), position.fence(), null, null));
        return fixture.store().runs().find(end.runId()).orElseThrow();
    }

    /** Tries again as Temporal does, because a busy machine may answer too late. */
    private ReadPageResult page(String system, ReadPosition position, int page, Feed feed) {
        for (int attempt = 1; ; attempt++) {
            try {
                return process.reading()
                        .page(new ReadPageRequest(
                                "default", system, "contact", position.runId(), position.fence(), page, feed, null));
            } catch (ApplicationFailure failure) {
                if (failure.isNonRetryable() || attempt == MOST_ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    private void route(String recordId) {
        process.routing().route(new RouteRequest("default", "contact", recordId, null));
    }

    /** A producer's change. */
    void change(String recordId, Map<String, Object> fields) {
        String event = "kafka-" + OWNERS.incrementAndGet();
        Change change = new Change(
                event,
                WorkerFixture.key(recordId),
                "test",
                Operation.UPDATE,
                Form.PATCH,
                null,
                Map.copyOf(fields),
                "test:" + event);
        fixture.store().acceptance().accept(List.of(change));
        route(recordId);
    }

    /** Delivers what is due, and returns how many deliveries there were. */
    int deliver() {
        List<Map<String, Object>> due =
                fixture.database().jdbc().sql("""
                        select d.record_id, d.system
                        from delivery as d join image as i using (tenant, entity, record_id)
                        where d.state = 'due' or d.state in ('delivered', 'deleted') and d.revision < i.revision
                        order by d.record_id, d.system
                        """).query().listOfRows();
        due.forEach(one -> fixture.settle(
                process, (String) one.get("record_id"), (String) one.get("system"), "d" + OWNERS.incrementAndGet()));
        return due.size();
    }

    /** Decides about all that a run holds. */
    void decide(Run run, boolean approved) {
        DecideHeldResult result;
        do {
            result = process.reading()
                    .decideHeld(new DecideHeldRequest("default", A, "contact", run.id(), approved, "person/test"));
            result.changed().forEach(this::route);
        } while (!result.last());
    }

    void edit(String recordId, Map<String, String> fields) {
        fixture.salesforce().store().update(object(recordId), fields, Arrival.ANSWERED);
    }

    StoredObject object(String recordId) {
        List<StoredObject> objects = WorkerFixture.objects(fixture.salesforce(), recordId);
        if (objects.size() != 1) {
            throw new AssertionError(recordId + " is there " + objects.size() + " times");
        }
        return objects.getFirst();
    }

    /** What Salesforce shows of a field, by record. */
    Map<String, String> there(String field) {
        Map<String, String> values = new HashMap<>();
        fixture.salesforce()
                .store()
                .all("Contact")
                .forEach(one -> values.put(one.field("RecordsyncId__c"), one.field(field)));
        return values;
    }

    /** Our value of a field, by record. */
    Map<String, String> ours(String field) {
        Map<String, String> values = new HashMap<>();
        fixture.database()
                .jdbc()
                .sql("select record_id, fields ->> :field as value from image where deleted_by is null")
                .param("field", field)
                .query((row, n) -> values.put(row.getString("record_id"), row.getString("value")))
                .list();
        return values;
    }

    long conflicts() {
        return fixture.database()
                .jdbc()
                .sql("select count(*) from conflict where closed_at is null")
                .query(Long.class)
                .single();
    }

    /** How many writes Salesforce has carried out. */
    long writes() {
        return fixture.salesforce().store().journalSize();
    }
}
