package io.recordsync.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A server's process, found by the file that holds its process id, also if it still runs after a recordsync was killed.
 */
final class OrphanProcess {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ProcessHandle process;

    private OrphanProcess(ProcessHandle process) {
        this.process = process;
    }

    /**
     * The running process whose id is the file's first line. Ids are reused, in particular after a restart of the
     * machine: a process that does not run the program on the file's own folder is not ours.
     *
     * @param program the file name of the program
     */
    static Optional<OrphanProcess> find(Path pidFile, String program) {
        return readPid(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(process -> runs(process, program, pidFile))
                .map(OrphanProcess::new);
    }

    private static Optional<Long> readPid(Path pidFile) {
        try (Stream<String> lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,18}"))
                    .map(Long::valueOf);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean runs(ProcessHandle process, String program, Path pidFile) {
        ProcessHandle.Info info = process.info();
        return info.command()
                        .map(Path::of)
                        .filter(path -> path.endsWith(program))
                        .isPresent()
                && info.commandLine()
                        .filter(line -> line.contains(folder(pidFile)))
                        .isPresent();
    }

    private static String folder(Path pidFile) {
        try {
            return pidFile.resolveSibling(".").toRealPath().toString();
        } catch (IOException e) {
            throw new DevStackException("The file %s cannot be read.".formatted(pidFile), e);
        }
    }

    /** A dead process whose exit status its parent has not read yet counts as alive, but no longer has a command. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    ProcessHandle process() {
        return process;
    }

    /** {@code kill -9} of the process and all that it started. Returns when they have ended. */
    void kill() {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(OrphanProcess::awaitEnd);
    }

    /**
     * Polls for the end, because {@link ProcessHandle#onExit()} checks processes that are not its children only at long
     * intervals.
     */
    private static void awaitEnd(ProcessHandle process) {
        long begun = System.nanoTime();
        while (runs(process)) {
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new DevStackException(String.format(
                        Locale.ROOT, "Process %d does not end. Stop it by hand with `kill -9 %1$d`.", process.pid()));
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
