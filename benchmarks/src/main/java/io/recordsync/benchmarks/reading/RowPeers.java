package io.recordsync.benchmarks.reading;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.CpuTimes;
import io.recordsync.benchmarks.peers.InstalledPeers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** dlt and sling copy the same rows into tables of their own. */
public final class RowPeers {

    private static final int ROUND = 2;
    private static final String TABLE = "customer_contact";

    private final BenchEnvironment site;
    private final InstalledPeers installed;
    private final SourceTable source;
    private final CopyDatabase copy;
    private final Consumer<String> words;
    private final Map<String, String> versions = new TreeMap<>();

    /** @param words receives progress messages, and why a program is not measured */
    public RowPeers(
            BenchEnvironment site,
            InstalledPeers installed,
            SourceTable source,
            CopyDatabase copy,
            Consumer<String> words) {
        this.site = site;
        this.installed = installed;
        this.source = source;
        this.copy = copy;
        this.words = words;
    }

    /** The versions of the programs that were measured. */
    public Map<String, String> versions() {
        return versions;
    }

    private enum Task {
        EMPTY("empty table"),
        MERGE("known rows"),
        DELTA("delta");

        private final String title;

        Task(String title) {
            this.title = title;
        }
    }

    /** A program that fails loses its own figures only. */
    public void measure(long rows, long edited, Consumer<Stage> measured) {
        for (String peer : List.of("sling", "dlt")) {
            Optional<String> missing = installed.missing(peer, "rows/bin/" + (peer.equals("dlt") ? "python" : peer));
            try {
                missing.ifPresentOrElse(words, () -> measure(peer, rows, edited, measured));
            } catch (IllegalStateException e) {
                words.accept("%s: not measured. %s".formatted(peer, e.getMessage()));
            }
        }
    }

    private void measure(String peer, long rows, long edited, Consumer<Stage> measured) {
        versions.put(peer, installed.rowPeerVersion(peer));
        measured.accept(run(peer, Task.EMPTY, rows, rows));
        measured.accept(run(peer, Task.MERGE, rows, rows));
        int round = peer.equals("dlt") ? ROUND : ROUND + 1;
        source.edit(edited, round);
        measured.accept(run(peer, Task.DELTA, edited, rows)
                .with(Stage.unequal("edits at the other side", copy.edited(table(peer), round), edited)));
    }

    private Stage run(String peer, Task task, long rows, long all) {
        String part = peer + " " + task.title;
        CpuTimes before = site.cpu().read();
        double seconds = new PeerProgram(site, part).run(command(peer, task), environment());
        CpuTimes cpu = site.cpu().read().since(before);
        return new Stage(part, rows, seconds, cpu, 0, Stage.unequal("rows", copy.rows(table(peer)), all));
    }

    private static String table(String peer) {
        return peer + "_copies." + TABLE;
    }

    private Map<String, String> environment() {
        return Map.of(
                "SOURCE",
                "sqlite:///" + source.file(),
                "SOURCE_FILE",
                source.file().toString(),
                "COPIES",
                copy.address(),
                "SLING_DISABLE_TELEMETRY",
                "TRUE",
                "RUNTIME__DLTHUB_TELEMETRY",
                "false",
                "DLT_DATA_DIR",
                site.logs().resolve("dlt").toString());
    }

    private List<String> command(String peer, Task task) {
        return peer.equals("dlt")
                ? List.of(
                        installed.rowPeer("python"),
                        installed.rowPeerFile("dlt_rows.py"),
                        task.name().toLowerCase(Locale.ROOT))
                : sling(task);
    }

    private List<String> sling(Task task) {
        List<String> command = new ArrayList<>(List.of(
                installed.rowPeer("sling"),
                "run",
                "--src-conn",
                "SOURCE",
                "--src-stream",
                "main." + TABLE,
                "--tgt-conn",
                "COPIES",
                "--tgt-object",
                table("sling"),
                "--primary-key",
                "id",
                "--mode",
                task == Task.EMPTY ? "full-refresh" : "incremental"));
        if (task == Task.DELTA) {
            command.addAll(List.of("--update-key", "updated_at"));
        }
        return command;
    }
}
