package io.recordsync.benchmarks.reading;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run of another program. A shell waits for it and stays until its CPU time has been read: the time of a process
 * that has ended can only be read of its parent.
 */
final class PeerProgram {

    private static final String SCRIPT = "\"$@\" >>\"$OUTPUT\" 2>&1; echo $?; read -r line";

    private final BenchEnvironment site;
    private final String name;

    /** @param name the part in the CPU meter, and the name of the log */
    PeerProgram(BenchEnvironment site, String name) {
        this.site = site;
        this.name = name;
    }

    /**
     * Runs the program to its end.
     *
     * @return the seconds that it took
     * @throws IllegalStateException if it fails
     */
    double run(List<String> command, Map<String, String> environment) {
        Path log = site.logs().resolve(name.replace(' ', '-') + ".log");
        List<String> all = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().putAll(environment);
        builder.environment().put("OUTPUT", log.toString());
        try {
            Process shell = builder.start();
            site.cpu().addWithChildren(name, shell.toHandle());
            long begun = System.nanoTime();
            try (BufferedReader out = shell.inputReader(StandardCharsets.UTF_8)) {
                String code = out.readLine();
                double seconds = (System.nanoTime() - begun) / 1e9;
                if (!"0".equals(code)) {
                    throw new IllegalStateException("It ended with code %s. Its output is in %s.".formatted(code, log));
                }
                return seconds;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
