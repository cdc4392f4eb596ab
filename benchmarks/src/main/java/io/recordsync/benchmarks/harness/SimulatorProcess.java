package io.recordsync.benchmarks.harness;

import io.recordsync.cli.RecordsyncCommand;
import io.recordsync.devstack.ChildProcesses;
import io.recordsync.devstack.ChildProcesses.Child;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A simulator in its own process.
 *
 * @param settings the settings with which recordsync uses it
 */
public record SimulatorProcess(ProcessHandle process, SimulatorClient client, Map<String, String> settings) {

    private static final Pattern SETTING = Pattern.compile("(?m)^ +([A-Z_]+)=(.*)$");
    private static final Pattern ADDRESS = Pattern.compile("(?m)^\\w+ +(http://\\S+)$");

    /**
     * Starts the simulator on a free port. Returns when it is ready.
     *
     * @param processes starts the process; closed by the caller
     * @param unlimited whether the account has no quota; otherwise it has the simulator's default quota
     */
    public static SimulatorProcess start(ChildProcesses processes, String system, boolean unlimited) {
        List<String> arguments = new ArrayList<>(List.of("simulators", "--systems", system, "--port", system + "=0"));
        if (unlimited) {
            arguments.add("--unlimited");
        }
        Child child = processes
                .start("simulator-" + system, RecordsyncCommand.class, arguments.toArray(String[]::new))
                .awaitLine("controls", BenchEnvironment.START);
        Map<String, String> settings = new HashMap<>();
        SETTING.matcher(child.output()).results().forEach(line -> settings.put(line.group(1), line.group(2)));
        Matcher address = ADDRESS.matcher(child.output());
        if (!address.find()) {
            throw new IllegalStateException("the simulator did not print its address");
        }
        return new SimulatorProcess(child.process(), new SimulatorClient(address.group(1)), settings);
    }
}
