package io.recordsync.benchmarks.harness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a benchmark found.
 *
 * @param table for people
 * @param figures by name, in the JSON object's first places
 * @param settings that the run was made with
 * @param seconds how long the measured part took
 * @param cpuSecondsPer1000 CPU seconds per 1,000 records, by process; where several programs were measured, by program first
 * @param versions of what was measured beside recordsync and its servers
 * @param problems what makes the figures worthless, a sentence each: records lost or doubled; a missed goal is none
 */
public record Result(
        String name,
        String table,
        Map<String, Object> figures,
        Map<String, Object> settings,
        double seconds,
        Map<String, ?> cpuSecondsPer1000,
        Map<String, String> versions,
        List<String> problems) {

    /** Of recordsync alone. */
    public Result(
            String name,
            String table,
            Map<String, Object> figures,
            Map<String, Object> settings,
            double seconds,
            Map<String, Double> cpuSecondsPer1000,
            List<String> problems) {
        this(name, table, figures, settings, seconds, cpuSecondsPer1000, Map.of(), problems);
    }

    public boolean isSound() {
        return problems.isEmpty();
    }

    /**
     * One line.
     *
     * @param site versions of recordsync and its servers
     */
    public String json(Machine machine, Map<String, String> site) {
        Map<String, String> all = new LinkedHashMap<>(site);
        all.putAll(versions);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", name);
        object.putAll(figures);
        object.put("seconds", Rounded.to(2, seconds));
        object.put("cpuSecondsPer1000", cpuSecondsPer1000);
        object.put("sound", isSound());
        object.put("problems", problems);
        object.put("settings", settings);
        object.put("machine", machine);
        object.put("versions", all);
        return JsonMapper.builder().build().writeValueAsString(object);
    }
}
