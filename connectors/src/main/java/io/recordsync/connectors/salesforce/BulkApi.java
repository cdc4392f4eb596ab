package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.connectors.http.VendorResponse;
import java.util.HashMap;
import java.util.Map;
import okhttp3.HttpUrl;
import okio.ByteString;

/** The calls of Bulk API 2.0 that are used: their addresses and bodies. */
final class BulkApi {

    private final SalesforceApi api;

    BulkApi(SalesforceApi api) {
        this.api = api;
    }

    String system() {
        return api.system();
    }

    String externalIdField() {
        return api.externalIdField();
    }

    VendorResponse createJob(String object, BulkKind kind, CallScope scope) {
        Map<String, String> job = new HashMap<>(Map.of(
                "object",
                SalesforceApi.name(object),
                "operation",
                kind.operation(),
                "contentType",
                "CSV",
                "lineEnding",
                "LF"));
        if (kind.isUpsert()) {
            job.put("externalIdFieldName", kind.key());
        }
        return api.send(SalesforceApi.change("POST", "/jobs/ingest", api.url("jobs", "ingest"), job), scope);
    }

    VendorResponse upload(String job, ByteString csv, CallScope scope) {
        HttpUrl url = api.url("jobs", "ingest", job, "batches");
        VendorCall.Body body = new VendorCall.Body("text/csv; charset=utf-8", csv);
        return api.send(VendorCall.write("PUT", "/jobs/ingest/{id}/batches", url, body), scope);
    }

    /** {@code UploadComplete} starts the job, {@code Aborted} stops it. */
    VendorResponse moveJob(String job, String state, CallScope scope) {
        HttpUrl url = api.url("jobs", "ingest", job);
        return api.send(SalesforceApi.change("PATCH", "/jobs/ingest/{id}", url, Map.of("state", state)), scope);
    }

    VendorResponse job(String job, CallScope scope) {
        HttpUrl url = api.url("jobs", "ingest", job);
        return api.send(VendorCall.read("/jobs/ingest/{id}", url), scope);
    }

    /** @param which {@code successfulResults}, {@code failedResults} or {@code unprocessedrecords} */
    VendorResponse jobResults(String job, String which, CallScope scope) {
        HttpUrl url = api.url("jobs", "ingest", job, which);
        VendorCall call = VendorCall.read("/jobs/ingest/{id}/" + which, url);
        return api.send(call.with("Accept", "text/csv"), scope);
    }
}
