package io.recordsync.benchmarks.reading;

import io.recordsync.benchmarks.harness.CpuTimes;
import io.recordsync.benchmarks.harness.Rounded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one program did in one step of the bench.
 *
 * @param name the program and the step
 * @param rows the rows that the step is about
 * @param seconds until all of them were at the other side
 * @param calls calls to the system that was read; 0 where the program does not tell
 * @param problems what is wrong, in whole sentences
 */
public record Stage(String name, long rows, double seconds, CpuTimes cpu, long calls, List<String> problems) {

    public Stage {
        problems = List.copyOf(problems);
    }

    public double rowsPerSecond() {
        return seconds == 0 ? 0 : rows / seconds;
    }

    public Map<String, Double> cpuSecondsPer1000() {
        return cpu.secondsPer1000(rows);
    }

    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("rows", rows);
        figures.put("rowsPerSecond", Rounded.to(1, rowsPerSecond()));
        figures.put("seconds", Rounded.to(2, seconds));
        figures.put("calls", calls);
        figures.put("cpuSecondsPer1000", cpuSecondsPer1000());
        return figures;
    }

    /** The same with more problems. */
    Stage with(List<String> more) {
        List<String> all = new ArrayList<>(problems);
        all.addAll(more);
        return new Stage(name, rows, seconds, cpu, calls, all);
    }

    /** A problem if a number is not the expected one. */
    static List<String> unequal(String what, long found, long expected) {
        return found == expected
                ? List.of()
                : List.of(String.format(Locale.ROOT, "%s: %,d instead of %,d.", what, found, expected));
    }
}
