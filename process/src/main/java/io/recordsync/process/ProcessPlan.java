package io.recordsync.process;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The parts of a process.
 *
 * @param name the name in logs and metrics
 * @param configurations the Spring configurations; the settings, and each record of them, are beans too
 * @param port the port of HTTP on {@code BIND_ADDRESS}; 0 takes any free port; empty serves no HTTP
 * @param properties Spring Boot's own properties that the process needs
 */
public record ProcessPlan(
        String name, List<Class<?>> configurations, OptionalInt port, Map<String, Object> properties) {

    public ProcessPlan {
        configurations = List.copyOf(configurations);
        properties = Map.copyOf(properties);
    }
}
