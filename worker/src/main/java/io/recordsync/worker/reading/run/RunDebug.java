package io.recordsync.worker.reading.run;

import io.recordsync.store.Store;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.SampleStore.Sample;
import io.recordsync.worker.reading.Readings;
import io.recordsync.worker.reading.SeenRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells of each call and of each judged row of a run, if a person has asked for it: in the log, whatever its level, and
 * beside the run, where the command that waits for it finds it. No value is told. Used by one thread.
 */
final class RunDebug {

    /** {@code BootProperties} sets the level of this logger. */
    private static final Logger LOG = LoggerFactory.getLogger("io.recordsync.debugged.run");

    private static final String CALL = "call";

    private final Store store;
    private final Run run;
    private final List<Sample> calls = new ArrayList<>();
    private final List<Sample> unwritten = new ArrayList<>();
    private final List<Sample> unlogged = new ArrayList<>();

    RunDebug(Store store, Run run) {
        this.store = store;
        this.run = run;
    }

    boolean isOn() {
        return run.options().debug();
    }

    /**
     * A question to the system has been answered.
     *
     * @param asked when it was asked, by the ledger's clock
     */
    void called(long count, Instant asked) {
        if (isOn()) {
            Duration took = Duration.between(asked, store.standings().now());
            String text = String.format(Locale.ROOT, "%d calls, %.3f s", count, took.toMillis() / 1000.0);
            LOG.info("Run {} of {}: {}", run.id(), run.key(), text);
            calls.add(new Sample(0, Optional.empty(), text, CALL, "[]"));
        }
    }

    /** A transaction that writes a page begins. It may be repeated, and what was told in the one before is gone. */
    void begin() {
        unwritten.clear();
        unwritten.addAll(calls);
        unlogged.clear();
    }

    /** The page is written. */
    void committed() {
        calls.clear();
        unlogged.forEach(this::log);
        unlogged.clear();
    }

    /** Within the transaction that writes the page. A dry run has written its samples, with their values, before. */
    void judged(List<SeenRow> rows, Readings.Rehearsal judged) {
        if (isOn()) {
            Map<String, Sample> told = judged.samples().stream()
                    .collect(Collectors.toMap(Sample::externalId, sample -> sample, (one, other) -> one));
            List<Sample> lines = new ArrayList<>(unwritten);
            IntStream.range(0, rows.size()).forEach(n -> {
                String id = rows.get(n).row().externalId();
                String verdict = judged.read().verdicts().get(n).name().toLowerCase(Locale.ROOT);
                Sample sample = told.get(id);
                lines.add(new Sample(
                        0,
                        sample == null ? Optional.empty() : sample.recordId(),
                        id,
                        verdict,
                        sample == null ? "[]" : masked(sample.fields())));
            });
            unwritten.clear();
            lines.stream().filter(line -> !line.what().equals(CALL)).forEach(unlogged::add);
            store.runs().samples().add(run, run.isDry() ? unchanged(lines, told) : lines);
        }
    }

    /** A dry run has rows with their values already. */
    private static List<Sample> unchanged(List<Sample> lines, Map<String, Sample> told) {
        return lines.stream()
                .filter(line -> !told.containsKey(line.externalId()))
                .toList();
    }

    private void log(Sample line) {
        LOG.info(
                "Run {} of {}, record {}: {}{}",
                run.id(),
                run.key(),
                line.recordId().orElse("-"),
                line.what(),
                winners(line.fields()));
    }

    private static String winners(String fields) {
        return StreamSupport.stream(JsonMapper.shared().readTree(fields).spliterator(), false)
                .map(field -> field.path("path").asString() + ": "
                        + field.path("winner").asString())
                .collect(Collectors.joining(", ", " (", ")"))
                .replace(" ()", "");
    }

    private static String masked(String fields) {
        JsonNode all = JsonMapper.shared().readTree(fields);
        all.forEach(field -> ((ObjectNode) field).put("ours", "***").put("theirs", "***"));
        return JsonMapper.shared().writeValueAsString(all);
    }
}
