package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.salesforce.SalesforceSchema.Type;
import io.recordsync.simulator.store.Arrival;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/**
 * The ingest jobs of Bulk API 2.0. A closed job advances each time its state is requested: after the first request it
 * is in progress, at the second one its rows are written. Must be called atomically.
 */
final class SalesforceJobs {

    private static final List<String> OPERATIONS = List.of("insert", "update", "upsert", "delete");
    private static final int MAX_JOBS = 100;

    private final SalesforceRecords records;
    private final InstantSource clock;
    private final SequencedMap<String, SalesforceJob> jobs = new LinkedHashMap<>();
    private long created;

    SalesforceJobs(SalesforceRecords records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    /** @param path the path, starting with {@code ingest} */
    ApiReply answer(ApiRequest request, List<String> path, Arrival arrival) {
        if (!path.getFirst().equals("ingest")) {
            throw SalesforceRefusal.notFound();
        }
        if (path.size() == 1) {
            return create(request);
        }
        SalesforceJob job = job(path.get(1));
        return path.size() == 2 ? ofJob(request, job, arrival) : partOfJob(request, job, path.get(2));
    }

    private ApiReply create(ApiRequest request) {
        require(request, "POST");
        JsonNode body = Json.read(request.body());
        String operation = body.path("operation").asString("");
        if (!OPERATIONS.contains(operation)) {
            throw invalid("INVALIDJOB", "operation '" + operation + "' is not supported");
        }
        Type type = SalesforceSchema.type(body.path("object").asString(""))
                .orElseThrow(() -> invalid("INVALIDENTITY", "Unable to find object"));
        String key = body.path("externalIdFieldName").asString("");
        if (operation.equals("upsert") && key.isEmpty()) {
            throw invalid("INVALIDJOB", "externalIdFieldName is required for upsert");
        }
        String id = SalesforceSchema.longId("750RS" + String.format(Locale.ROOT, "%010d", ++created));
        SalesforceJob job = new SalesforceJob(id, type, operation, key, clock.instant(), request.segment(2));
        jobs.put(id, job);
        if (jobs.size() > MAX_JOBS) {
            jobs.pollFirstEntry();
        }
        return ApiReply.json(200, job.described());
    }

    private ApiReply ofJob(ApiRequest request, SalesforceJob job, Arrival arrival) {
        switch (request.method()) {
            case "GET" -> job.goOn(records, arrival);
            case "PATCH" -> job.moveTo(Json.read(request.body()).path("state").asString(""));
            case "DELETE" -> {
                jobs.remove(job.id());
                return ApiReply.empty(204);
            }
            default -> throw invalid("METHOD_NOT_ALLOWED", "HTTP Method '" + request.method() + "' not allowed");
        }
        return ApiReply.json(200, job.described());
    }

    private static ApiReply partOfJob(ApiRequest request, SalesforceJob job, String part) {
        if (part.equals("batches")) {
            require(request, "PUT");
            job.upload(request.body());
            return ApiReply.empty(201);
        }
        require(request, "GET");
        if (!job.isOver()) {
            throw invalid("INVALIDJOBSTATE", "The results are available after the job has ended");
        }
        // Salesforce ignores case here, and clients use different forms.
        return switch (part.toLowerCase(Locale.ROOT)) {
            case "successfulresults" -> csv(job.successful());
            case "failedresults" -> csv(job.failed());
            case "unprocessedrecords" -> csv(job.unprocessed());
            default -> throw SalesforceRefusal.notFound();
        };
    }

    private SalesforceJob job(String id) {
        SalesforceJob job = jobs.get(SalesforceSchema.longId(id));
        if (job == null) {
            throw SalesforceRefusal.notFound();
        }
        return job;
    }

    private static ApiReply csv(String rows) {
        return ApiReply.csv(200, rows);
    }

    private static void require(ApiRequest request, String method) {
        if (!request.method().equals(method)) {
            throw new SalesforceRefusal(
                    405, "METHOD_NOT_ALLOWED", "HTTP Method '" + request.method() + "' not allowed here");
        }
    }

    static SalesforceRefusal invalid(String code, String message) {
        return new SalesforceRefusal(400, code, message);
    }
}
