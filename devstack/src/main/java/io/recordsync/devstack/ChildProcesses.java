package io.recordsync.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Other JVMs on the class path of this one, each with its output in a file. For tests that kill them, and benchmarks
 * that measure them separately. Closing kills all that still run.
 */
public final class ChildProcesses implements AutoCloseable {

    /** The JVM flags with which the launcher makes short commands start faster, at the cost of slower code. */
    public static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Path logs;
    private final Map<String, String> environment;
    private final List<String> jvmFlags;
    private final List<Child> all;

    /**
     * @param logs the folder for each child's output, in a file with the child's name
     * @param environment variables for all children, in addition to this process's own
     * @param jvmFlags flags for all children, in addition to those that the launcher always gives
     */
    public ChildProcesses(Path logs, Map<String, String> environment, List<String> jvmFlags) {
        this(logs, environment, jvmFlags, new ArrayList<>());
    }

    private ChildProcesses(Path logs, Map<String, String> environment, List<String> jvmFlags, List<Child> all) {
        this.logs = logs;
        this.environment = Map.copyOf(environment);
        this.jvmFlags = List.copyOf(jvmFlags);
        this.all = all;
    }

    /** The same with more variables, to start further children. They are stopped and closed together with these. */
    public ChildProcesses with(Map<String, String> more) {
        Map<String, String> together = new HashMap<>(environment);
        together.putAll(more);
        return new ChildProcesses(logs, together, jvmFlags, all);
    }

    /**
     * Starts a program of this class path, with the flags that the launcher always gives.
     *
     * @param name the name of the child, and of its file of output
     * @param main the class with the program's method {@code main}
     */
    public Child start(String name, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(commandLine(jvmFlags, main));
        command.addAll(List.of(arguments));
        Path log = logs.resolve(name + ".log");
        long before = log.toFile().length();
        Child child = new Child(name, launch(command, log), log, before);
        all.add(child);
        return child;
    }

    /**
     * What starts another JVM on the class path of this one, without the program's arguments.
     *
     * @param jvmFlags flags in addition to those that the launcher always gives
     */
    public static List<String> commandLine(List<String> jvmFlags, Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launcherFlags());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return command;
    }

    private static List<String> launcherFlags() {
        return Runtime.version().feature() < 23
                ? List.of("--enable-native-access=ALL-UNNAMED")
                : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    private Process launch(List<String> command, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends SIGTERM to all that still run, one after the other, the last started first. Returns when they have ended.
     */
    public void stop(Duration limit) {
        all.reversed().stream().filter(Child::isAlive).forEach(child -> child.stop(limit));
    }

    @Override
    public void close() {
        all.forEach(Child::killAll);
    }

    /** One other JVM. */
    public static final class Child {

        private static final int SHOWN = 10_000;

        private final String name;
        private final Process process;
        private final Path log;
        private final long begin;

        /**
         * @param begin where the child's own output begins in the log file, which may hold the output of earlier
         * children of that name
         */
        private Child(String name, Process process, Path log, long begin) {
            this.name = name;
            this.process = process;
            this.log = log;
            this.begin = begin;
        }

        /**
         * Waits until the output contains the text.
         *
         * @throws DevStackException with the output, if the process ends before that or takes longer
         */
        public Child awaitLine(String text, Duration limit) {
            await("says \"" + text + "\"", () -> output().contains(text), limit);
            return this;
        }

        /** Waits until the address answers with status 200. */
        public Child awaitHealth(URI address, Duration limit) {
            try (HttpClient client = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(1))
                    .build()) {
                HttpRequest request = HttpRequest.newBuilder(address)
                        .timeout(Duration.ofSeconds(2))
                        .build();
                await("answers at " + address, () -> answers(client, request), limit);
            }
            return this;
        }

        private boolean answers(HttpClient client, HttpRequest request) {
            try {
                return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException notYet) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DevStackException("The wait for %s was interrupted.".formatted(name), e);
            }
        }

        private void await(String what, BooleanSupplier happened, Duration limit) {
            long begun = System.nanoTime();
            while (!happened.getAsBoolean()) {
                boolean late = System.nanoTime() - begun > limit.toNanos();
                if (late || (!process.isAlive() && !happened.getAsBoolean())) {
                    throw new DevStackException("%s %s, but this was expected: %s. Its output:%n%s"
                            .formatted(name, late ? "took more than " + limit : "ended", what, lastOutput()));
                }
                LockSupport.parkNanos(20_000_000);
            }
        }

        public ProcessHandle process() {
            return process.toHandle();
        }

        /** Everything that the child has printed so far. */
        public String output() {
            try (InputStream written = Files.newInputStream(log)) {
                written.skipNBytes(begin);
                return new String(written.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String lastOutput() {
            String output = output();
            return output.substring(Math.max(0, output.length() - SHOWN));
        }

        public boolean isAlive() {
            return process.isAlive();
        }

        /** {@code kill -9} of the JVM only. The processes that it started continue to run. */
        public void kill() {
            process.destroyForcibly();
            awaitEnd(Duration.ofSeconds(10));
        }

        /** {@code kill -9} of the JVM and all processes that it started. */
        public void killAll() {
            List<ProcessHandle> started = process.descendants().toList();
            kill();
            started.forEach(ProcessHandle::destroyForcibly);
        }

        /** Sends SIGTERM, as an orchestrator does, and waits for the end. Returns the exit code. */
        public int stop(Duration limit) {
            process.destroy();
            return awaitEnd(limit);
        }

        /** Waits for the end of the process. Returns the exit code. */
        public int awaitEnd(Duration limit) {
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new DevStackException(
                            "%s did not end within %s. Its output:%n%s".formatted(name, limit, lastOutput()));
                }
                return process.exitValue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DevStackException("The wait for %s was interrupted.".formatted(name), e);
            }
        }
    }
}
