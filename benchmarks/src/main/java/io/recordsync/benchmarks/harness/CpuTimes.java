package io.recordsync.benchmarks.harness;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The CPU time that each part has used, user and system together.
 *
 * @param used by the part's name, in the order in which the parts are told
 */
public record CpuTimes(Map<String, Duration> used) {

    public CpuTimes {
        used = Collections.unmodifiableMap(new LinkedHashMap<>(used));
    }

    /** What was used since an earlier reading; a part that was not there then counts from its start. */
    public CpuTimes since(CpuTimes earlier) {
        Map<String, Duration> difference = new LinkedHashMap<>();
        used.forEach((part, now) -> difference.put(part, now.minus(earlier.used.getOrDefault(part, Duration.ZERO))));
        return new CpuTimes(difference);
    }

    /** Those of several stretches of time, added up. */
    public static CpuTimes sum(List<CpuTimes> stretches) {
        Map<String, Duration> sum = new LinkedHashMap<>();
        stretches.forEach(stretch -> stretch.used.forEach((part, time) -> sum.merge(part, time, Duration::plus)));
        return new CpuTimes(sum);
    }

    /** CPU seconds per 1,000 records, by part, and of all parts as {@code total}. */
    public Map<String, Double> secondsPer1000(long records) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        used.forEach((part, time) -> seconds.put(part, perThousand(time, records)));
        seconds.put("total", perThousand(total(), records));
        return seconds;
    }

    /** What these parts used together; those that there are not, nothing. */
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
