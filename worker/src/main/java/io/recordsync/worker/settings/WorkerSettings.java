package io.recordsync.worker.settings;

import io.recordsync.settings.api.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of a worker process. A worker for which neither {@code systems} nor {@code workflows} is set does
 * everything.
 */
@ConfigurationProperties("worker")
public record WorkerSettings(
        @Setting(
                value = "Where a worker serves its health and metrics; 0 takes any port that is free.",
                byDefault = "8001")
        @Min(0) @Max(65535) int port,

        @Setting(value = "How many deliveries to one system a worker carries out at a time.", byDefault = "50")
        @Min(1) @Max(10000) int slots,

        @Setting(
                value = "The systems whose deliveries this worker carries out; none and no WORKER_WORKFLOWS: all.",
                allowed = "a list of systems with commas between")
        List<String> systems,

        @Setting(
                value = "Whether this worker runs workflows; neither this nor WORKER_SYSTEMS: it does.",
                byDefault = "false")
        boolean workflows) {

    public WorkerSettings {
        systems = List.copyOf(systems);
    }

    public boolean runsWorkflows() {
        return workflows || systems.isEmpty();
    }

    public boolean delivers(String system) {
        return systems.contains(system) || systems.isEmpty() && !workflows;
    }
}
