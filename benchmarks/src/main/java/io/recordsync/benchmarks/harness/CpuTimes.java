package io.recordsync.benchmarks.harness;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The CPU time that each part has used, user and system time together.
 *
 * @param used the time by the part's name, in the order in which the parts are reported
 */
public record CpuTimes(Map<String, Duration> used) {

    public CpuTimes {
        used = Collections.unmodifiableMap(new LinkedHashMap<>(used));
    }

    /** The time used since an earlier reading. A part that is not in the earlier reading counts from its start. */
    public CpuTimes since(CpuTimes earlier) {
        Map<String, Duration> difference = new LinkedHashMap<>();
        used.forEach((part, now) -> difference.put(part, now.minus(earlier.used.getOrDefault(part, Duration.ZERO))));
        return new CpuTimes(difference);
    }

    /** The sum over several intervals. */
    public static CpuTimes sum(List<CpuTimes> stretches) {
        Map<String, Duration> sum = new LinkedHashMap<>();
        stretches.forEach(stretch -> stretch.used.forEach((part, time) -> sum.merge(part, time, Duration::plus)));
        return new CpuTimes(sum);
    }

    /** CPU seconds per 1,000 records, by part, and for all parts together as {@code total}. */
    public Map<String, Double> secondsPer1000(long records) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        used.forEach((part, time) -> seconds.put(part, perThousand(time, records)));
        seconds.put("total", perThousand(total(), records));
        return seconds;
    }

    /** The time that these parts used together. Parts that do not exist count as zero. */
    public Duration of(Set<String> parts) {
        return used.entrySet().stream()
                .filter(part -> parts.contains(part.getKey()))
                .map(Map.Entry::getValue)
                .reduce(Duration.ZERO, Duration::plus);
    }

    public Duration total() {
        return used.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static double perThousand(Duration time, long records) {
        return Rounded.to(4, time.toNanos() / 1e6 / Math.max(1, records));
    }
}
