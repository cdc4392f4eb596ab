package io.recordsync.benchmarks.harness;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine on which a benchmark ran.
 *
 * @param load the average number of processes that wanted a core in the minute before the run; negative if the system
 * does not report it
 */
public record Machine(String os, String cpu, int cores, double memoryGb, double load) {

    public static Machine here() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                Rounded.to(1, system.getTotalMemorySize() / 1e9),
                Rounded.to(2, system.getSystemLoadAverage()));
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst("[^:]*:\\s*", ""))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException noLinux) {
            return "unknown";
        }
    }
}
