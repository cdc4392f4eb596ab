package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Durations;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Bulk API 2.0: many writes of one kind as one asynchronous job. Before the job is closed, nothing can have been
 * written. From then until its results have been read, every failure leaves all its rows in doubt, and the job is
 * stopped so that it does not overwrite newer content.
 */
final class SalesforceBulk {

    /**
     * The number of rows from which Salesforce recommends a job. A job takes about ten calls, as many as 2,000 rows
     * take in collections.
     */
    static final int MIN_JOB = 2_000;

    /** Salesforce processes jobs in batches of 10,000 rows. */
    static final int MAX_JOB = 10_000;

    /** The largest upload, in bytes. Results repeat their rows, and at most 10 MB of an answer are read. */
    private static final int MAX_UPLOAD = 4 << 20;

    /** States in which a job writes nothing any more. */
    private static final Set<String> OVER = Set.of("JobComplete", "Aborted", "Failed");

    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    /** Time that is left for the calls after the last poll of a job: to read its results, or to stop it. */
    private static final Duration RESERVE = Duration.ofSeconds(10);

    private final BulkApi api;

    SalesforceBulk(BulkApi api) {
        this.api = api;
    }

    /** The writes in as many parts as the size of an upload needs, in their order. */
    List<List<Write>> parts(BulkKind kind, List<Write> writes) {
        if (writes.size() > 1 && BulkCsv.of(writes, kind, api.externalIdField()).size() > MAX_UPLOAD) {
            int half = writes.size() / 2;
            return Stream.of(writes.subList(0, half), writes.subList(half, writes.size()))
                    .flatMap(part -> parts(kind, part).stream())
                    .toList();
        }
        return writes.isEmpty() ? List.of() : List.of(writes);
    }

    /**
     * One job of writes of one object. Returns the outcomes in the order of the writes.
     *
     * @param refused returns the outcomes of the rows that Salesforce refuses, in their order
     */
    List<Outcome> run(
            BulkKind kind, List<Write> writes, Function<List<RefusedRow>, List<Outcome>> refused, CallScope scope) {
        String object = writes.getFirst().object();
        String subject = String.format(Locale.ROOT, "a job of %d writes of %s", writes.size(), object);
        ByteString csv = BulkCsv.of(writes, kind, api.externalIdField());
        String job = create(object, kind, subject, scope);
        expect(201, api.upload(job, csv, scope), "the upload of " + subject);
        scope.jobs().begins(job);
        Results results = inDoubt(job, subject, scope, () -> finished(job, kind, subject, scope));
        List<RefusedRow> failed = writes.stream()
                .flatMap(write -> results.refusal(write, kind).stream())
                .toList();
        Iterator<Outcome> outcomesOfFailed = refused.apply(failed).iterator();
        return writes.stream()
                .map(write -> results.refusal(write, kind).isPresent()
                        ? outcomesOfFailed.next()
                        : outcome(write, kind.key(write), results))
                .toList();
    }

    /** A job that is not known any more has ended: Salesforce keeps it for days after that. */
    void end(String job, CallScope scope) {
        VendorResponse stopped = api.moveJob(job, "Aborted", scope);
        if (stopped.status() != 404 && !isAborted(stopped)) {
            VendorResponse response = api.job(job, scope);
            String state = state(response);
            if (response.status() != 404 && !OVER.contains(state)) {
                throw SalesforceErrors.reason(response, "the end of an earlier job");
            }
        }
        scope.jobs().isOver(job);
    }

    private String create(String object, BulkKind kind, String subject, CallScope scope) {
        VendorResponse response = api.createJob(object, kind, scope);
        return SalesforceApi.id(response.json(), "id").orElseThrow(() -> SalesforceErrors.reason(response, subject));
    }

    private Results finished(String job, BulkKind kind, String subject, CallScope scope) {
        expect(200, api.moveJob(job, "UploadComplete", scope), subject);
        awaitEnd(job, subject, scope);
        scope.jobs().isOver(job);
        return new Results(
                results(job, "successfulResults", kind, scope),
                results(job, "failedResults", kind, scope),
                results(job, "unprocessedrecords", kind, scope));
    }

    private void awaitEnd(String job, String subject, CallScope scope) {
        Duration wait = FIRST_WAIT;
        while (!isOver(job, subject, scope)) {
            requireTime(wait, subject, scope);
            pause(wait);
            wait = Durations.shorter(wait.multipliedBy(2), MAX_WAIT);
        }
    }

    private boolean isOver(String job, String subject, CallScope scope) {
        VendorResponse response = api.job(job, scope);
        return switch (state(response)) {
            case "Open", "UploadComplete", "InProgress" -> false;
            case "JobComplete" -> true;
            case "Aborted" -> throw unfinished("JOB_ABORTED", "Somebody aborted %s in the org.".formatted(subject));
            case "Failed" -> throw SalesforceErrors.jobReason(response, subject);
            default -> throw SalesforceErrors.reason(response, subject);
        };
    }

    private void requireTime(Duration wait, String subject, CallScope scope) {
        if (scope.deadline().left().compareTo(wait.plus(RESERVE)) < 0) {
            throw unfinished("JOB_RUNNING", "%s did not finish %s in time.".formatted(api.system(), subject));
        }
    }

    private void pause(Duration wait) {
        try {
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unfinished(
                    "INTERRUPTED",
                    "The wait for a job at %s was interrupted, because this process is stopping."
                            .formatted(api.system()));
        }
    }

    private Results inDoubt(String job, String subject, CallScope scope, Supplier<Results> calls) {
        try {
            return calls.get();
        } catch (ConnectorException e) {
            stop(job, scope);
            throw doubted(e.kind(), e.code(), e, e.retryAfter().orElse(null), subject);
        } catch (CallDeferredException e) {
            stop(job, scope);
            throw doubted(ErrorKind.RATE_LIMITED, "DEFERRED", e, e.waitTime(), subject);
        }
    }

    /** Stops the job if Salesforce can be reached. Otherwise the job ends with the rows that it was given. */
    private void stop(String job, CallScope scope) {
        try {
            end(job, scope);
        } catch (ConnectorException | CallDeferredException secondFailure) {
            // The first failure is the one that is reported.
        }
    }

    private static ConnectorException doubted(
            ErrorKind kind, String code, RuntimeException reason, @Nullable Duration wait, String subject) {
        return new ConnectorException(
                kind,
                code,
                ("%s It is not known which rows of %s were written. All of them are written again, which creates no"
                                + " duplicates.")
                        .formatted(reason.getMessage(), subject),
                true,
                wait,
                reason);
    }

    private static ConnectorException unfinished(String code, String sentence) {
        return new ConnectorException(ErrorKind.TRANSIENT, code, sentence, true);
    }

    private static void expect(int status, VendorResponse response, String subject) {
        if (response.status() != status) {
            throw SalesforceErrors.reason(response, subject);
        }
    }

    /** The results of the rows, by the column that identifies them. */
    private record Results(
            Map<String, Map<String, String>> successful,
            Map<String, Map<String, String>> failed,
            Map<String, Map<String, String>> unprocessed) {

        private Optional<RefusedRow> refusal(Write write, BulkKind kind) {
            String key = kind.key(write);
            return successful.containsKey(key)
                    ? Optional.empty()
                    : Optional.ofNullable(failed.get(key))
                            .map(row -> new RefusedRow(write, row.getOrDefault("sf__Error", "")));
        }
    }

    private Map<String, Map<String, String>> results(String job, String which, BulkKind kind, CallScope scope) {
        VendorResponse response = api.jobResults(job, which, scope);
        expect(200, response, "the results of a job");
        Map<String, Map<String, String>> rows = new HashMap<>();
        BulkCsv.rows(response.body()).forEach(row -> rows.put(row.getOrDefault(kind.key(), ""), row));
        return rows;
    }

    private Outcome outcome(Write write, String key, Results results) {
        Map<String, String> done = results.successful().get(key);
        return done == null
                ? new Outcome.Refused(left(write, !results.unprocessed().containsKey(key)))
                : written(write, done);
    }

    private static boolean isAborted(VendorResponse response) {
        return response.status() == 200 && state(response).equals("Aborted");
    }

    private static String state(VendorResponse job) {
        return job.json().path("state").asString("");
    }

    private static Written written(Write write, Map<String, String> row) {
        Optional<String> id = SalesforceApi.id(row.getOrDefault("sf__Id", "")).or(write::externalId);
        return new Written(id, "true".equals(row.get("sf__Created")) ? Effect.CREATED : Effect.UPDATED);
    }

    private ConnectorException left(Write write, boolean untold) {
        return new ConnectorException(
                ErrorKind.TRANSIENT,
                "NOT_PROCESSED",
                "%s's bulk job did not process %s. It is retried automatically.".formatted(api.system(), write),
                untold);
    }
}
