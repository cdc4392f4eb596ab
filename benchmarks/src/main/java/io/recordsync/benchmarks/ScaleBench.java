package io.recordsync.benchmarks;

import io.recordsync.benchmarks.harness.BacklogRun;
import io.recordsync.benchmarks.harness.BacklogRun.Figures;
import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.BenchTable;
import io.recordsync.benchmarks.harness.BenchTarget;
import io.recordsync.benchmarks.harness.CpuTimes;
import io.recordsync.benchmarks.harness.FolderSize;
import io.recordsync.benchmarks.harness.Result;
import io.recordsync.benchmarks.harness.Rounded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code recordsync bench scale}. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures floods of several sizes with several workers.",
            "",
            "For each size and one, two and four worker processes it shows the records per second, the memory of each"
                    + " process at the end, and the growth of the databases per record. The floods run one after the"
                    + " other, the smallest first, on the same servers, which keep the data of earlier floods. A"
                    + " flood of a million takes most of the time. For each number of workers it adds 5 GB on the"
                    + " disk and 1.3 GB in the simulator's memory."
        },
        footer = {"", "Example:", "  recordsync bench scale --records 10000,100000 --workers 1,4"})
final class ScaleBench implements Callable<Integer> {

    private static final int PARTITIONS = 6;
    private static final double MB = 1e6;

    @Option(
            names = "--records",
            split = ",",
            defaultValue = "10000,100000,1000000",
            description = "The numbers of records in a flood; default: ${DEFAULT-VALUE}")
    private List<Integer> records = List.of();

    @Option(
            names = "--workers",
            split = ",",
            defaultValue = "1,2,4",
            description = "The numbers of worker processes; default: ${DEFAULT-VALUE}")
    private List<Integer> workers = List.of();

    @Option(
            names = "--system",
            defaultValue = "salesforce",
            description = "The system to which they are sent: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private BenchTarget target = BenchTarget.SALESFORCE;

    @Mixin
    private BenchOptions options = new BenchOptions();

    /** One flood, and by how many bytes the ledger and Temporal's database grew during it. */
    private record Flood(Figures run, long ledgerBytes, long temporalBytes) {

        long records() {
            return run.options().events();
        }

        double bytesPerRecord(long bytes) {
            return (double) bytes / records();
        }
    }

    @Override
    public Integer call() {
        options.require(
                Stream.concat(records.stream(), workers.stream()).allMatch(count -> count >= 1),
                "--records and --workers must be at least 1.");
        return options.run(target.system(), true, this::measure);
    }

    private Result measure(BenchEnvironment site) {
        List<Flood> floods = new ArrayList<>();
        for (int count : records.stream().sorted().toList()) {
            for (int processes : workers) {
                floods.add(flood(site, count, processes, options.seed() + floods.size()));
            }
        }
        return result(floods);
    }

    private Flood flood(BenchEnvironment site, int count, int processes, long seed) {
        long ledger = site.ledger().bytes();
        long temporal = FolderSize.bytes(site.data().temporal());
        Figures run = new BacklogRun(site, options::say)
                .run(new BacklogRun.Options(
                        String.format(Locale.ROOT, "scale-%d-%d", count, processes),
                        count,
                        seed,
                        PARTITIONS,
                        processes,
                        target.settingsWithoutLimits()));
        return new Flood(
                run,
                site.ledger().bytes() - ledger,
                FolderSize.bytes(site.data().temporal()) - temporal);
    }

    private Result result(List<Flood> floods) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("floods", floods.stream().map(ScaleBench::figures).toList());
        Map<String, Object> settings = options.reported(target.settingsWithoutLimits());
        settings.put("partitions", PARTITIONS);
        List<String> problems = new ArrayList<>();
        floods.forEach(flood -> flood.run()
                .problems()
                .forEach(problem -> problems.add(flood.run().options().name() + ": " + problem)));
        return new Result(
                "scale",
                table(floods),
                figures,
                settings,
                floods.stream().mapToDouble(flood -> flood.run().seconds()).sum(),
                CpuTimes.sum(floods.stream().map(flood -> flood.run().cpu()).toList())
                        .secondsPer1000(
                                floods.stream().mapToLong(Flood::records).sum()),
                problems);
    }

    private static Map<String, Object> figures(Flood flood) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("workers", flood.run().options().workers());
        figures.put("records", flood.records());
        figures.put("recordsPerSecond", Rounded.to(1, flood.run().recordsPerSecond()));
        figures.put("seconds", flood.run().seconds());
        figures.put("ledgerBytesPerRecord", Rounded.to(0, flood.bytesPerRecord(flood.ledgerBytes())));
        figures.put("temporalBytesPerRecord", Rounded.to(0, flood.bytesPerRecord(flood.temporalBytes())));
        figures.put("residentMb", megabytes(flood.run().residentBytes()));
        figures.put("liveHeapMb", megabytes(flood.run().liveHeapBytes()));
        figures.put("cpuSecondsPer1000", flood.run().cpuSecondsPer1000());
        return figures;
    }

    private static Map<String, Double> megabytes(Map<String, Long> bytes) {
        Map<String, Double> megabytes = new TreeMap<>();
        bytes.forEach((process, size) -> megabytes.put(process, Rounded.to(0, size / MB)));
        return megabytes;
    }

    private static String table(List<Flood> floods) {
        BenchTable table = new BenchTable()
                .row(
                        "workers",
                        "records",
                        "per second",
                        "CPU s per 1,000",
                        "ledger B/record",
                        "Temporal B/record",
                        "worker MB (live)",
                        "starter MB (live)",
                        "Temporal MB");
        floods.forEach(flood -> table.row(
                flood.run().options().workers(),
                flood.records(),
                Math.round(flood.run().recordsPerSecond()),
                flood.run().cpuSecondsPer1000().getOrDefault("total", 0.0),
                Math.round(flood.bytesPerRecord(flood.ledgerBytes())),
                Math.round(flood.bytesPerRecord(flood.temporalBytes())),
                memory(flood, "worker"),
                memory(flood, "starter"),
                largest(flood.run().residentBytes(), "temporal")));
        return table
                + "  Memory: the resident memory at the end, and the live heap in parentheses; of several"
                + " workers, the largest."
                + System.lineSeparator();
    }

    private static String memory(Flood flood, String part) {
        return String.format(
                Locale.ROOT,
                "%d (%d)",
                largest(flood.run().residentBytes(), part),
                largest(flood.run().liveHeapBytes(), part));
    }

    private static long largest(Map<String, Long> bytes, String part) {
        return bytes.entrySet().stream()
                .filter(process -> process.getKey().startsWith(part))
                .mapToLong(process -> Math.round(process.getValue() / MB))
                .max()
                .orElse(0);
    }
}
