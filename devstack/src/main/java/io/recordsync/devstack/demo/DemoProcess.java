package io.recordsync.devstack.demo;

import io.recordsync.process.ProcessLauncher;
import io.recordsync.process.ProcessPlan;
import io.recordsync.process.RunningProcess;
import io.recordsync.settings.Settings;
import java.util.HashMap;
import java.util.Map;

/** Starts a process of a demo within its program. */
public final class DemoProcess {

    private DemoProcess() {}

    /** Logs only to the file, because the terminal shows the live view. */
    public static RunningProcess start(ProcessPlan plan, Settings settings) {
        Map<String, Object> properties = new HashMap<>(plan.properties());
        properties.put("logging.threshold.console", "OFF");
        return ProcessLauncher.start(
                new ProcessPlan(plan.name(), plan.configurations(), plan.port(), properties), settings);
    }
}
