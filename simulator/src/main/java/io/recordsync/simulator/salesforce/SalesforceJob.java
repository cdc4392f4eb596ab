package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.salesforce.SalesforceSchema.Type;
import io.recordsync.simulator.store.Arrival;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * One ingest job: its rows and their results. A refused row does not affect others; rows that were written stay
 * written.
 */
final class SalesforceJob {

    private static final String CLEARED = "#N/A";

    private final String id;
    private final Type type;
    private final String operation;
    private final String key;
    private final Instant created;
    private final String version;
    private final List<Map<String, String>> successful = new ArrayList<>();
    private final List<Map<String, String>> failed = new ArrayList<>();
    private List<SequencedMap<String, String>> rows = List.of();
    private State state = State.Open;

    /** The states with Salesforce's names. */
    private enum State {
        Open,
        UploadComplete,
        InProgress,
        JobComplete,
        Aborted
    }

    /** @param key the external-id field of an upsert */
    SalesforceJob(String id, Type type, String operation, String key, Instant created, String version) {
        this.id = id;
        this.type = type;
        this.operation = operation;
        this.key = key;
        this.created = created;
        this.version = version;
    }

    String id() {
        return id;
    }

    void upload(String csv) {
        if (state != State.Open) {
            throw SalesforceJobs.invalid("INVALIDJOBSTATE", "The job is not open");
        }
        rows = SalesforceCsv.read(csv);
    }

    void moveTo(String wanted) {
        boolean closes = wanted.equals("UploadComplete") && state == State.Open;
        boolean aborts = wanted.equals("Aborted") && !isOver();
        if (!closes && !aborts) {
            throw SalesforceJobs.invalid("INVALIDJOBSTATE", "The job is " + state);
        }
        state = closes ? State.UploadComplete : State.Aborted;
    }

    void goOn(SalesforceRecords records, Arrival arrival) {
        if (state == State.UploadComplete) {
            state = State.InProgress;
        } else if (state == State.InProgress) {
            rows.forEach(row -> write(row, records, arrival));
            state = State.JobComplete;
        }
    }

    boolean isOver() {
        return state == State.JobComplete || state == State.Aborted;
    }

    String successful() {
        return SalesforceCsv.write(List.of("sf__Id", "sf__Created"), columns(), successful);
    }

    String failed() {
        return SalesforceCsv.write(List.of("sf__Id", "sf__Error"), columns(), failed);
    }

    String unprocessed() {
        return SalesforceCsv.write(List.of(), columns(), state == State.Aborted ? rows : List.of());
    }

    ObjectNode described() {
        String time = SalesforceQueries.time(created);
        ObjectNode body = Json.object()
                .put("id", id)
                .put("operation", operation)
                .put("object", type.name())
                .put("createdById", SalesforceSchema.longId("005RS0000000001"))
                .put("createdDate", time)
                .put("systemModstamp", time)
                .put("state", state.name())
                .put("concurrencyMode", "Parallel")
                .put("contentType", "CSV")
                .put("apiVersion", Double.parseDouble(version.substring(1)))
                .put("contentUrl", "services/data/" + version + "/jobs/ingest/" + id + "/batches")
                .put("jobType", "V2Ingest")
                .put("lineEnding", "LF")
                .put("columnDelimiter", "COMMA")
                .put("numberRecordsProcessed", successful.size() + failed.size())
                .put("numberRecordsFailed", failed.size());
        return key.isEmpty() ? body : body.put("externalIdFieldName", key);
    }

    private List<String> columns() {
        return rows.isEmpty() ? List.of() : List.copyOf(rows.getFirst().keySet());
    }

    private void write(SequencedMap<String, String> row, SalesforceRecords records, Arrival arrival) {
        Map<String, String> result = new LinkedHashMap<>(row);
        try {
            SalesforceRecords.Saved saved = saved(row, records, arrival);
            result.put("sf__Id", saved.id());
            result.put("sf__Created", Boolean.toString(saved.created()));
            successful.add(result);
        } catch (SalesforceRefusal e) {
            result.put("sf__Id", row.getOrDefault("Id", ""));
            result.put("sf__Error", error(e));
            failed.add(result);
        }
    }

    private static String error(SalesforceRefusal refusal) {
        return "%s:%s:%s --".formatted(refusal.code(), refusal.text(), String.join(",", refusal.fields()));
    }

    private SalesforceRecords.Saved saved(Map<String, String> row, SalesforceRecords records, Arrival arrival) {
        String rowId = row.getOrDefault("Id", "");
        return switch (operation) {
            case "insert" -> records.create(type, body(row), arrival);
            case "update" -> records.update(type, rowId, body(row), arrival);
            case "upsert" -> records.upsert(type, key, row.getOrDefault(key, ""), body(row), false, arrival);
            default -> {
                records.delete(type, rowId, arrival);
                yield new SalesforceRecords.Saved(rowId, false);
            }
        };
    }

    /** An empty cell leaves its field unchanged, and {@code #N/A} clears it. */
    private ObjectNode body(Map<String, String> row) {
        ObjectNode body = Json.object();
        row.forEach((column, value) -> {
            if (!value.isEmpty() && !column.equals("Id") && !column.equals(key)) {
                body.put(column, value.equals(CLEARED) ? null : value);
            }
        });
        return body;
    }
}
