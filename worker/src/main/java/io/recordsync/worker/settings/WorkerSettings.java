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
                value = "The port on which a worker serves its health and metrics; 0 for any free port.",
                byDefault = "8001")
        @Min(0) @Max(65535) int port,

        @Setting(
                value = "The number of deliveries to one system that a worker carries out at a time.",
                byDefault = "50")
        @Min(1) @Max(10000) int slots,

        @Setting(
                value = "The systems whose deliveries this worker carries out. If neither this nor"
                        + " WORKER_WORKFLOWS is set: all.",
                allowed = "a comma-separated list of systems")
        List<String> systems,

        @Setting(
                value = "Whether this worker runs workflows. If neither this nor WORKER_SYSTEMS is set, it does.",
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
