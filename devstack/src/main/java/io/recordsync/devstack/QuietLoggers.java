package io.recordsync.devstack;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** The loggers of the embedded servers that log too much for a terminal, and the level to which each is limited. */
public final class QuietLoggers {

    private QuietLoggers() {}

    /**
     * The levels as Spring Boot's properties, for a process that embeds servers, because its start resets the levels
     * that were set before.
     */
    public static Map<String, Object> properties() {
        return levels().entrySet().stream()
                .collect(Collectors.toMap(level -> "logging.level." + level.getKey(), Map.Entry::getValue));
    }

    private static Map<String, String> levels() {
        return Map.ofEntries(
                Map.entry("kafka", "warn"),
                Map.entry("org.apache.kafka", "warn"),
                Map.entry("state.change.logger", "warn"),
                // These three log warnings about normal events: a first start, a broker that asks before the controller
                // is ready and retries, and a stop.
                Map.entry("org.apache.kafka.controller.QuorumController", "error"),
                Map.entry("kafka.server.ControllerApis", "off"),
                Map.entry("org.apache.kafka.clients.NetworkClient", "error"),
                // Warns at every start of an in-process broker that its beans are already registered.
                Map.entry("org.apache.kafka.common.utils.AppInfoParser", "error"),
                // Logs the stop of a server that has already ended as an error. A real failure is thrown.
                Map.entry("io.zonky.test", "off"),
                Map.entry("io.grpc", "warn"),
                Map.entry("io.temporal.serviceclient", "warn"),
                Map.entry("io.temporal.testserver", "warn"));
    }

    /** Sets the levels now. */
    static void apply() {
        LoggingSystem logging = LoggingSystem.get(QuietLoggers.class.getClassLoader());
        levels().forEach((name, level) -> logging.setLogLevel(name, LogLevel.valueOf(level.toUpperCase(Locale.ROOT))));
    }
}
