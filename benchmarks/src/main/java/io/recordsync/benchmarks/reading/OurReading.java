package io.recordsync.benchmarks.reading;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.CpuTimes;
import io.recordsync.benchmarks.harness.Pipeline;
import io.recordsync.benchmarks.harness.Settling;
import io.recordsync.connectors.database.DatabaseSettings;
import io.recordsync.connectors.database.ExampleTable;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** recordsync reads the source and writes the copy, in processes of its own. */
public final class OurReading implements AutoCloseable {

    private static final String SOURCE = "source";
    private static final String ENTITY = "contact";
    private static final String TENANT = "default";
    private static final String TOPIC = "read-events";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** No schedule starts a run while the bench lasts. */
    private static final String RULES = """
            name: bench-read
            routes:
              contact: [source, copy]
            merge:
              contact: {match: [email]}
            systems:
              source:
                entities:
                  contact:
                    object: customer_contact
                    match: email
                    read: {every: 30d, full: 30d}
                    %1$s
              copy:
                entities:
                  contact:
                    object: customer_contact
                    match: email
                    %1$s
            """;

    private static final String FIELDS =
            "fields: {first_name: record.first_name, last_name: record.last_name, contact_type: record.type,"
                    + " email: {value: record.email, type: email}, phone: {value: record.phone, type: phone}}";

    private final BenchEnvironment site;
    private final CopyDatabase copy;
    private final Settling settling;
    private final Pipeline pipeline;

    private OurReading(BenchEnvironment site, CopyDatabase copy, Pipeline pipeline, Consumer<String> words) {
        this.site = site;
        this.copy = copy;
        this.pipeline = pipeline;
        this.settling = new Settling(PATIENCE, words);
    }

    /** Starts a worker and a starter. Returns when both are ready. */
    public static OurReading start(
            BenchEnvironment site, SourceTable source, CopyDatabase copy, Consumer<String> words) {
        site.createTopic(TOPIC, 1);
        Pipeline pipeline = new Pipeline(site, "read", TOPIC, settings(site, source, copy));
        pipeline.startWorkers(1).startStarter();
        return new OurReading(site, copy, pipeline, words);
    }

    private static Map<String, String> settings(BenchEnvironment site, SourceTable source, CopyDatabase copy) {
        Path rules = site.logs().resolve("bench-read.yaml");
        try {
            Files.writeString(rules, RULES.formatted(FIELDS));
        } catch (IOException e) {
            throw new UncheckedIOException("The rules of the bench cannot be written.", e);
        }
        DatabaseSettings target = copy.settings();
        return Map.of(
                "SYNC_SYSTEMS", "source:database,copy:database",
                "SYNC_RULES", rules.toString(),
                "SOURCE_URL", source.url(),
                "COPY_URL", target.url(),
                "COPY_USERNAME", target.username(),
                "COPY_PASSWORD", target.password());
    }

    /**
     * Reads all rows, of which none is known yet.
     *
     * @return until all of them are at the other side
     */
    public Stage first(long rows) {
        Measured measured = measure("?system=source", rows);
        List<String> problems = new ArrayList<>(measured.problems());
        problems.addAll(
                Stage.unequal("rows that became records", measured.counts().created(), rows));
        problems.addAll(Stage.unequal("rows at the other side", copy.rows(ExampleTable.NAME), rows));
        return measured.stage("first contact", rows, problems);
    }

    /** Reads all rows once more. None of them has changed. */
    public Stage known(long rows) {
        Measured measured = measure("?system=source&full=true", 0);
        List<String> problems = new ArrayList<>(measured.problems());
        problems.addAll(Stage.unequal("rows without news", measured.counts().unchanged(), rows));
        return measured.stage("known rows", rows, problems);
    }

    /** Reads what has changed since the last run. */
    public Stage delta(long rows, int round) {
        Measured measured = measure("?system=source", rows);
        List<String> problems = new ArrayList<>(measured.problems());
        problems.addAll(Stage.unequal("edits at the other side", copy.edited(ExampleTable.NAME, round), rows));
        return measured.stage("delta", rows, problems);
    }

    /** A run, and what it has cost. */
    private record Measured(Run run, double seconds, CpuTimes cpu, boolean settled) {

        RunCounts counts() {
            return run.counts();
        }

        List<String> problems() {
            List<String> problems = new ArrayList<>();
            if (!settled) {
                problems.add("Not all records were settled.");
            }
            if (run.status() != RunStatus.SUCCESS) {
                problems.add("The run ended as " + run.status() + ".");
            }
            return problems;
        }

        Stage stage(String name, long rows, List<String> problems) {
            return new Stage(name, rows, seconds, cpu, run.counts().calls(), problems);
        }
    }

    private Measured measure(String query, long settles) {
        long before = newest().map(Run::id).orElse(0L);
        long settledBefore = settles == 0 ? 0 : site.ledger().settledDeliveries();
        CpuTimes cpuBefore = site.cpu().read();
        Instant begun = Instant.now();
        start(query);
        boolean settled = settling.await(
                () -> newest().filter(run -> run.id() > before)
                        .map(run -> run.counts().processed() + run.page())
                        .orElse(0L),
                0,
                () -> newest().filter(run -> run.id() > before && !run.isRunning())
                        .isPresent());
        settled = settled && awaitSettled(settledBefore + settles);
        Instant ended = Instant.now();
        CpuTimes cpu = site.cpu().read().since(cpuBefore);
        Run run = newest().orElseThrow(() -> new IllegalStateException("no run has begun"));
        Instant until = settles == 0
                ? run.endedAt().orElse(ended)
                : site.ledger().lastSettledSince(begun).orElse(ended);
        return new Measured(run, Duration.between(run.startedAt(), until).toMillis() / 1000.0, cpu, settled);
    }

    private boolean awaitSettled(long settled) {
        return settling.await(
                () -> site.ledger().settledDeliveries(),
                settled,
                () -> site.ledger().isQuiet());
    }

    /** The newest run that reads. */
    private Optional<Run> newest() {
        return site
                .ledger()
                .store()
                .runs()
                .history(TENANT, Optional.of(SOURCE), Optional.of(ENTITY), Optional.empty(), 5)
                .stream()
                .filter(run -> switch (run.kind()) {
                    case DELTA, FULL, LINK -> true;
                    case PUSH, RESEND -> false;
                })
                .findFirst();
    }

    private void start(String query) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(pipeline.api() + "/v1/sync/runs" + query))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException("The run was not started: " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The run was not started.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a run was started", e);
        }
    }

    /** Shuts the processes down. */
    public void stop() {
        pipeline.stop();
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
