package io.recordsync.devstack;

import java.util.Locale;
import java.util.Map;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** The loggers of the embedded servers that talk too much for a terminal, and how far each is turned down. */
public final class QuietLoggers {

    private QuietLoggers() {}

    /** Logger names and levels, in the form of Spring Boot's {@code logging.level.*} settings. */
    public static Map<String, String> levels() {
        return Map.of(
                "kafka", "warn",
                "org.apache.kafka", "warn",
                // Both warn of what is in order: a first start, and the broker's stop.
                "org.apache.kafka.controller.QuorumController", "error",
                "org.apache.kafka.clients.NetworkClient", "error",
                "state.change.logger", "warn",
                // Says on every start of an in-process broker that its beans are registered already.
                "org.apache.kafka.common.utils.AppInfoParser", "error",
                // Reports the stop of a server that is gone already as an error; a real failure is thrown.
                "io.zonky.test", "off",
                "io.grpc", "warn",
                "io.temporal.testserver", "warn");
    }

    /** Turns them down now. A Spring application that starts later resets levels, and is given {@link #levels()}. */
    static void apply() {
        LoggingSystem logging = LoggingSystem.get(QuietLoggers.class.getClassLoader());
        levels().forEach((name, level) -> logging.setLogLevel(name, LogLevel.valueOf(level.toUpperCase(Locale.ROOT))));
    }
}
