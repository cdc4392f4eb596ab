package io.recordsync.benchmarks.harness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result of a benchmark.
 *
 * @param table the result as text for people
 * @param figures the measured figures by name, which come first in the JSON object
 * @param settings the settings of the run
 * @param seconds how long the measured part took
 * @param cpuSecondsPer1000 CPU seconds per 1,000 records, by process; if several programs were measured, by program and
 * then by process
 * @param versions the versions of what was measured, apart from recordsync and its servers
 * @param problems what makes the figures invalid, one sentence each, such as lost or doubled records; a missed goal is
 * not a problem
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

    /** The result of a benchmark of recordsync only. */
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
     * The result as one line of JSON.
     *
     * @param site the versions of recordsync and its servers
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
