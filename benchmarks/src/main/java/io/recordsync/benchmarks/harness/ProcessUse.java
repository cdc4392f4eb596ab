package io.recordsync.benchmarks.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The CPU time and memory that a process has used. The CPU time comes from {@code /proc}, or from the JDK if there is
 * no {@code /proc}.
 */
final class ProcessUse {

    /** Linux reports times in hundredths of a second, independently of the kernel's own unit (USER_HZ, man 5 proc). */
    private static final int TICKS_PER_SECOND = 100;

    /** The indexes of the fields of {@code /proc/PID/stat} after the name, counted from 0. */
    private static final int UTIME = 11;

    private static final int STIME = 12;
    private static final int CSTIME = 14;

    private static final int JCMD_SECONDS = 30;

    private ProcessUse() {}

    /** The CPU time of the process only. */
    static Duration cpu(ProcessHandle process) {
        return cpu(process, STIME);
    }

    /** The CPU time of the process and its descendants, including descendants that have ended. */
    static Duration cpuWithChildren(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(each -> cpu(each, CSTIME))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration cpu(ProcessHandle process, int lastField) {
        return read(process, "stat")
                .map(stat -> ofStat(stat, lastField))
                .or(() -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /**
     * Sums user and system time. Up to {@link #CSTIME}, this includes the children that have ended and were waited for.
     */
    static Duration ofStat(String stat, int lastField) {
        // The name is in brackets, and may hold spaces and brackets itself.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = List.of(fields).subList(UTIME, lastField + 1).stream()
                .mapToLong(Long::parseLong)
                .sum();
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    /**
     * The resident memory of the process, without its children, because they share memory with it. Empty if there is no
     * {@code /proc}.
     */
    static OptionalLong residentBytes(ProcessHandle process) {
        return ofStatus(process, "VmRSS:");
    }

    /** The largest resident memory that the process ever had, in the same way. */
    static OptionalLong peakResidentBytes(ProcessHandle process) {
        return ofStatus(process, "VmHWM:");
    }

    private static OptionalLong ofStatus(ProcessHandle process, String name) {
        return read(process, "status").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst();
    }

    /**
     * The live heap of a JVM after a full garbage collection, from the JDK's {@code jcmd}. Empty if {@code jcmd} is
     * missing or does not answer in time.
     */
    static OptionalLong liveHeapBytes(ProcessHandle jvm) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process histogram = new ProcessBuilder(jcmd.toString(), Long.toString(jvm.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            CompletableFuture.delayedExecutor(JCMD_SECONDS, TimeUnit.SECONDS).execute(histogram::destroyForcibly);
            return totalBytes(new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException noJcmd) {
            return OptionalLong.empty();
        }
    }

    /**
     * The number of bytes in a class histogram. Its last line is {@code Total}, the number of objects, and the number
     * of bytes.
     */
    static OptionalLong totalBytes(String histogram) {
        return histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst();
    }

    private static Optional<String> read(ProcessHandle process, String file) {
        try {
            return Optional.of(Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1));
        } catch (IOException goneOrNoLinux) {
            return Optional.empty();
        }
    }
}
