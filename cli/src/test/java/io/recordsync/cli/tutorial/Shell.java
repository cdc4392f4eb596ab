package io.recordsync.cli.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.ChildProcesses;
import io.recordsync.devstack.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs commands as a person types them in the root of a checkout. The folder has a launcher that starts the classes of
 * this build, and keeps the data of the demo in the folder. Closing ends all that still runs.
 */
final class Shell implements AutoCloseable {

    private static final long SECONDS_TO_END = 120;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Running> all = new ArrayList<>();

    /** @param main the class that the launcher starts */
    Shell(Path folder, Class<?> main) throws IOException {
        this.folder = folder;
        List<String> java = new ArrayList<>(ChildProcesses.SHORT_LIVED);
        java.add("-Drecordsync.home=" + folder);
        String start = ChildProcesses.commandLine(java, main).stream()
                .map(part -> "'" + part + "'")
                .collect(Collectors.joining(" "));
        Path launcher = Files.writeString(folder.resolve("recordsync"), "#!/bin/sh\nexec " + start + " \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        shareTools();
    }

    /** So that Temporal's server need not be fetched or built again. */
    private void shareTools() throws IOException {
        Files.createDirectories(DataFolder.tools());
        Path data = Files.createDirectories(folder.resolve(DataFolder.USUAL_NAME));
        Files.createSymbolicLink(data.resolve(DataFolder.tools().getFileName()), DataFolder.tools());
    }

    /** Sets an environment variable for the commands that are started later. */
    void export(String name, String value) {
        environment.put(name, value);
    }

    /** Runs a command to its end, which must be a success, and returns what it printed. */
    String run(String command) {
        Running running = start(command);
        assertThat(running.awaitEnd()).as("%s: %s", command, running.output()).isZero();
        return running.output();
    }

    /** Starts a command, and does not wait for its end. */
    Running start(String command) {
        Path output = folder.resolve("output-" + all.size());
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            Running running = new Running(builder.start(), output);
            all.add(running);
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        all.forEach(Running::end);
    }

    /** A command that was started. */
    record Running(Process process, Path log) {

        String output() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isAlive() {
            return process.isAlive();
        }

        /** Ends the command as Ctrl-C does, and by force what does not end by that. */
        void end() {
            List<ProcessHandle> started = process.descendants().toList();
            process.destroy();
            try {
                awaitEnd();
            } finally {
                process.destroyForcibly();
                started.forEach(ProcessHandle::destroyForcibly);
            }
        }

        private int awaitEnd() {
            try {
                assertThat(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS))
                        .as("ended; output: %s", output())
                        .isTrue();
                return process.exitValue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("The wait for a command was interrupted.", e);
            }
        }
    }
}
