package io.recordsync.settings;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a process consists of.
 *
 * @param name in logs and metrics
 * @param configurations its beans; every settings record that was read is a bean too
 * @param port where HTTP is served, on {@code BIND_ADDRESS}; 0 takes any that is free; empty serves none
 * @param properties Spring Boot's own properties that it needs
 */
public record ProcessPlan(
        String name, List<Class<?>> configurations, OptionalInt port, Map<String, Object> properties) {

    public ProcessPlan {
        configurations = List.copyOf(configurations);
        properties = Map.copyOf(properties);
    }
}
