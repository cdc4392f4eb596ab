package io.recordsync.benchmarks;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.BenchTable;
import io.recordsync.benchmarks.harness.BenchTarget;
import io.recordsync.benchmarks.harness.Result;
import io.recordsync.benchmarks.peers.InstalledPeers;
import io.recordsync.benchmarks.reading.CopyDatabase;
import io.recordsync.benchmarks.reading.OurReading;
import io.recordsync.benchmarks.reading.RowPeers;
import io.recordsync.benchmarks.reading.SourceTable;
import io.recordsync.benchmarks.reading.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code recordsync bench read}. */
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the reading of a table: SQLite is read, a table of PostgreSQL gets the rows.",
            "",
            "First no row is known; the time ends when all rows are at the other side. Then all rows are read again and"
                    + " compared with what is known. Then some rows are edited, and what has changed is read.",
            "dlt and sling do the same with the same rows, if benchmarks/peers/install has installed them: a load into"
                    + " an empty table, a merge of all rows by their key, and a delta.",
            "Goals: 50,000 known rows per second and 0.035 CPU seconds per 1,000 of them, all processes together;"
                    + " 4,000 new rows per second."
        },
        footer = {"", "Example:", "  recordsync bench read --rows 100000 --no-peers"})
final class ReadBench implements Callable<Integer> {

    @Option(names = "--rows", defaultValue = "1000000", description = "The number of rows; default: ${DEFAULT-VALUE}")
    private int rows;

    @Option(
            names = "--edited",
            defaultValue = "1000",
            description = "The number of rows that are edited; at most 10,000; default: ${DEFAULT-VALUE}")
    private int edited;

    @Option(names = "--no-peers", description = "Measures recordsync alone.")
    private boolean noPeers;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Override
    public Integer call() {
        options.require(
                rows >= 1 && edited >= 1 && edited <= Math.min(rows, 10_000),
                "--rows must be at least 1, and --edited from 1 to 10000 and at most --rows.");
        return options.run(BenchTarget.SALESFORCE.system(), true, this::measure);
    }

    private Result measure(BenchEnvironment site) {
        SourceTable source = SourceTable.make(site.logs().resolve("source.db"), rows);
        CopyDatabase copy = CopyDatabase.make(site);
        List<Stage> stages = new ArrayList<>();
        Map<String, Object> memory = new LinkedHashMap<>();
        try (OurReading ours = OurReading.start(site, source, copy, options::say)) {
            keep(stages, ours.first(rows));
            keep(stages, ours.known(rows));
            source.edit(edited, 1);
            keep(stages, ours.delta(edited, 1));
            memory.put("residentBytes", site.cpu().residentBytes());
            memory.put("peakResidentBytes", site.cpu().peakResidentBytes());
            memory.put("liveHeapBytes", site.cpu().liveHeapBytes());
            ours.stop();
        }
        Map<String, String> versions = noPeers ? Map.of() : peers(site, source, copy, stages);
        return result(stages, memory, versions);
    }

    private Map<String, String> peers(
            BenchEnvironment site, SourceTable source, CopyDatabase copy, List<Stage> stages) {
        InstalledPeers installed = new InstalledPeers(Path.of(System.getProperty("recordsync.home", ".")));
        RowPeers peers = new RowPeers(site, installed, source, copy, options::say);
        peers.measure(rows, edited, stage -> keep(stages, stage));
        return peers.versions();
    }

    private void keep(List<Stage> stages, Stage stage) {
        stages.add(stage);
        options.say(stage.name() + ": " + stage.figures());
    }

    private Result result(List<Stage> stages, Map<String, Object> memory, Map<String, String> versions) {
        Map<String, Object> figures = new LinkedHashMap<>();
        stages.forEach(stage -> figures.put(stage.name(), stage.figures()));
        figures.putAll(memory);
        Map<String, Object> settings = options.reported(Map.of());
        settings.put("rows", rows);
        settings.put("edited", edited);
        Stage known = stages.get(1);
        return new Result(
                "read",
                table(stages),
                figures,
                settings,
                known.seconds(),
                known.cpuSecondsPer1000(),
                versions,
                stages.stream()
                        .flatMap(stage -> stage.problems().stream().map(problem -> stage.name() + ": " + problem))
                        .toList());
    }

    private static String table(List<Stage> stages) {
        BenchTable table =
                new BenchTable().row("", "rows", "rows per second", "seconds", "calls", "CPU s per 1,000 rows");
        stages.forEach(stage -> table.row(
                stage.name(),
                stage.rows(),
                stage.rowsPerSecond(),
                stage.seconds(),
                stage.calls(),
                stage.cpuSecondsPer1000().getOrDefault("total", 0.0)));
        return table + "  Goals: 50,000 known rows per second with 0.035 CPU s per 1,000; 4,000 new rows per second."
                + System.lineSeparator();
    }
}
