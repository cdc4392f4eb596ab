package io.recordsync.benchmarks.harness;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine that a benchmark ran on.
 *
 * @param load how many processes wanted a core in the last minute before the run; negative where the system does not say
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
