package io.recordsync.benchmarks.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads the CPU time of named parts. Each part is one or more processes. */
public final class CpuMeter {

    private final Map<String, List<Metered>> parts = new LinkedHashMap<>();

    private record Metered(ProcessHandle process, boolean withChildren) {

        Duration cpu() {
            return withChildren ? ProcessUse.cpuWithChildren(process) : ProcessUse.cpu(process);
        }
    }

    /** Adds a process to a part. When the process has ended, its CPU time counts as zero. */
    public CpuMeter add(String part, ProcessHandle process) {
        return add(part, new Metered(process, false));
    }

    /**
     * The same for a process that works through child processes, such as PostgreSQL's. Children that have ended count
     * too.
     */
    public CpuMeter addWithChildren(String part, ProcessHandle process) {
        return add(part, new Metered(process, true));
    }

    private synchronized CpuMeter add(String part, Metered metered) {
        parts.computeIfAbsent(part, any -> new ArrayList<>()).add(metered);
        return this;
    }

    public synchronized CpuTimes read() {
        Map<String, Duration> used = new LinkedHashMap<>();
        parts.forEach(
                (part, all) -> used.put(part, all.stream().map(Metered::cpu).reduce(Duration.ZERO, Duration::plus)));
        return new CpuTimes(used);
    }

    /** The processes of each part that still run. */
    public synchronized Map<String, List<ProcessHandle>> running() {
        Map<String, List<ProcessHandle>> running = new LinkedHashMap<>();
        parts.forEach((part, all) -> running.put(
                part,
                all.stream()
                        .map(Metered::process)
                        .filter(ProcessHandle::isAlive)
                        .toList()));
        return running;
    }

    /**
     * The resident memory of each running process now, in bytes, by the part's name, with a number if the part has
     * several processes.
     */
    public Map<String, Long> residentBytes() {
        return bytes(running(), ProcessUse::residentBytes);
    }

    /** The largest resident memory that each running process had, by the same names. */
    public Map<String, Long> peakResidentBytes() {
        return bytes(running(), ProcessUse::peakResidentBytes);
    }

    /**
     * The live heap of worker and starter in bytes, by the same names. Each of them runs a full garbage collection for
     * it, which takes less than a second.
     */
    public Map<String, Long> liveHeapBytes() {
        Map<String, List<ProcessHandle>> running = running();
        running.keySet().retainAll(Pipeline.PARTS);
        return bytes(running, ProcessUse::liveHeapBytes);
    }

    private static Map<String, Long> bytes(
            Map<String, List<ProcessHandle>> parts, Function<ProcessHandle, OptionalLong> ofOne) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        parts.forEach((part, processes) -> {
            for (int i = 0; i < processes.size(); i++) {
                String name = processes.size() == 1 ? part : part + "-" + (i + 1);
                ofOne.apply(processes.get(i)).ifPresent(size -> bytes.put(name, size));
            }
        });
        return bytes;
    }
}
