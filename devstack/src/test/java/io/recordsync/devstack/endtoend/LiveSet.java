package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.ChildProcesses.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The contents of a process's heap after a full collection.
 *
 * @param objects the number of objects by class, without the filler objects that a collection leaves in gaps
 * @param bytes the total size of these objects
 */
record LiveSet(Map<String, Long> objects, long bytes) {

    private static final Pattern ROW = Pattern.compile("(?m)^ *[0-9]+: +([0-9]+) +([0-9]+) +(\\S+)");
    private static final String HOLES = "jdk.internal.vm.Filler";
    private static final int MAX_SHOWN = 12;

    /** Lets the process collect garbage, and counts its objects. */
    static LiveSet of(Child child) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        String pid = Long.toString(child.process().pid());
        try {
            Process process = new ProcessBuilder(jcmd.toString(), pid, "GC.class_histogram").start();
            return of(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LiveSet of(String histogram) {
        Map<String, Long> objects = new HashMap<>();
        long bytes = 0;
        for (Matcher row = ROW.matcher(histogram); row.find(); ) {
            if (!row.group(3).contains(HOLES)) {
                objects.merge(row.group(3), Long.parseLong(row.group(1)), Long::sum);
                bytes += Long.parseLong(row.group(2));
            }
        }
        assertThat(objects).as("classes in: %s", histogram).isNotEmpty();
        return new LiveSet(objects, bytes);
    }

    long count() {
        return objects.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The classes with the largest increase in the number of objects. */
    String growthSince(LiveSet before) {
        return objects.entrySet().stream()
                .map(now -> Map.entry(now.getKey(), now.getValue() - before.objects.getOrDefault(now.getKey(), 0L)))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MAX_SHOWN)
                .map(more -> more.getValue() + " " + more.getKey())
                .collect(Collectors.joining(", "));
    }
}
