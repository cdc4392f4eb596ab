package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.Children.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process holds in its heap after a full collection. */
record LiveSet(long objects, long bytes) {

    private static final String ROW = "(?m)^ *%s +([0-9]+) +([0-9]+)";
    private static final Pattern TOTAL = Pattern.compile(ROW.formatted("Total"));

    /** The holes that a collection leaves between objects. */
    private static final Pattern FILLERS =
            Pattern.compile(ROW.formatted("[0-9]+:") + " +\\S*jdk\\.internal\\.vm\\.Filler.*$");

    /** Makes it collect. */
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
        LiveSet total = sum(TOTAL, histogram);
        LiveSet fillers = sum(FILLERS, histogram);
        assertThat(total.objects()).as("a total in: %s", histogram).isPositive();
        return new LiveSet(total.objects - fillers.objects, total.bytes - fillers.bytes);
    }

    private static LiveSet sum(Pattern row, String histogram) {
        long objects = 0;
        long bytes = 0;
        for (Matcher found = row.matcher(histogram); found.find(); ) {
            objects += Long.parseLong(found.group(1));
            bytes += Long.parseLong(found.group(2));
        }
        return new LiveSet(objects, bytes);
    }
}
