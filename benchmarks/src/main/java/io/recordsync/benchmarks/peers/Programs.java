package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.CpuMeter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Programs that are not part of recordsync, each a process with its output in a file. They are killed when this is
 * closed and when this process ends.
 */
final class Programs implements AutoCloseable {

    private static final int END_SECONDS = 10;

    private final Path logs;
    private final CpuMeter cpu;
    private final List<Process> started = new ArrayList<>();
    private final Thread atTheEnd = new Thread(this::kill, "stop-peers");

    Programs(Path logs, CpuMeter cpu) {
        this.logs = logs;
        this.cpu = cpu;
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    /**
     * Starts a program.
     *
     * @param part the name of the part in the CPU meter
     * @param log the name of the log file, without its extension
     * @param environment variables in addition to this process's own
     */
    synchronized void start(String part, String log, List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        logs.resolve(log + ".log").toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            started.add(process);
            cpu.add(part, process.toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9} of all. Returns when all have ended. */
    synchronized void kill() {
        started.forEach(Process::destroyForcibly);
        started.forEach(Programs::awaitEnd);
        started.clear();
    }

    private static void awaitEnd(Process process) {
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException endsAlready) {
            // The process is ending, and the shutdown hook kills the programs.
        }
    }
}
