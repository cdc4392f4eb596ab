package io.recordsync.benchmarks;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.BenchMessages;
import io.recordsync.benchmarks.harness.Machine;
import io.recordsync.benchmarks.harness.PeerVersions;
import io.recordsync.benchmarks.harness.Result;
import io.recordsync.devstack.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * The options of all benchmarks, and the steps of each run: start the servers, measure, print, stop the servers, delete
 * the data.
 */
final class BenchOptions {

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The seed of the records. The same seed gives the same records; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "An empty folder for data and logs. Default: a temporary one.")
    private @Nullable Path data;

    @Option(names = "--keep", description = "Keeps the data and logs. Without this option they are deleted.")
    private boolean keep;

    @Spec(Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    private volatile boolean stopped;
    private volatile boolean failed;

    long seed() {
        return seed;
    }

    /** @throws ParameterException with the message if the command's own options are not valid */
    void require(boolean valid, String message) {
        if (!valid) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    /**
     * The settings that are reported with a result.
     *
     * @param given the settings that the benchmark gives to worker and starter
     */
    Map<String, Object> reported(Map<String, String> given) {
        Map<String, Object> reported = BenchSettings.reported(given, System.getenv());
        reported.put("messageBytes", BenchMessages.USUAL_BYTES);
        reported.put("seed", seed);
        return reported;
    }

    /** Prints a line of progress. */
    void say(String line) {
        PrintWriter err = command.commandLine().getErr();
        err.println("  " + line);
        err.flush();
    }

    /**
     * Runs a benchmark on its own servers and prints the result.
     *
     * @return the exit code
     */
    int run(String system, boolean unlimited, Function<BenchEnvironment, Result> benchmark) {
        Machine machine = Machine.here();
        Path folder = folder();
        Result result;
        try (BenchEnvironment site =
                BenchEnvironment.start(new BenchEnvironment.Options(folder, system, unlimited), progress())) {
            Thread stop = new Thread(() -> stop(site, folder), "bench-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            Map<String, String> versions = PeerVersions.of(site);
            result = benchmark.apply(site);
            print(result, result.json(machine, versions));
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (RuntimeException e) {
            if (!stopped) {
                failed = true;
                say("Data and logs are kept in " + folder);
            }
            throw e;
        }
        cleanUp(folder, result.isSound());
        return result.isSound() ? 0 : 1;
    }

    /** Called at Ctrl-C, or when the process is told to end. */
    private void stop(BenchEnvironment site, Path folder) {
        if (failed) {
            return;
        }
        stopped = true;
        site.close();
        cleanUp(folder, true);
    }

    private void print(Result result, String json) {
        PrintWriter out = command.commandLine().getOut();
        out.println();
        out.print(result.table());
        result.problems().forEach(problem -> out.println("  NOT SOUND: " + problem));
        out.println();
        out.println(json);
        out.flush();
    }

    private Path folder() {
        try {
            return data == null ? Files.createTempDirectory("recordsync-bench-") : emptied(data);
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder cannot be created.", e);
        }
    }

    private static Path emptied(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var children = Files.list(folder)) {
            if (children.findAny().isPresent()) {
                throw new IOException("The folder " + folder + " is not empty. Choose another one with --data.");
            }
        }
        return folder.toAbsolutePath();
    }

    private void cleanUp(Path folder, boolean sound) {
        if (keep || !sound) {
            say("Data and logs are kept in " + folder);
            return;
        }
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            say("The folder %s could not be deleted: %s".formatted(folder, e.getMessage()));
        }
    }

    private Progress progress() {
        return new Progress() {
            @Override
            public void note(String line) {
                say(line);
            }

            @Override
            public void done(String step, Duration took) {
                say(String.format(Locale.ROOT, "%s (%.1f s)", step, took.toMillis() / 1000.0));
            }
        };
    }
}
