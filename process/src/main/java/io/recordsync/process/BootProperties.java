package io.recordsync.process;

import io.recordsync.settings.BindSettings;
import io.recordsync.settings.LogSettings;
import io.recordsync.settings.LogSettings.Level;
import io.recordsync.settings.Settings;
import io.recordsync.settings.TemporalSettings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Converts our settings to Spring Boot's properties. */
final class BootProperties {

    /** A log line on a terminal: time, level, message, and the log fields. */
    private static final String LINE = "%d{HH:mm:ss.SSS} %-5p %m%replace( [%mdc]){' \\[\\]', ''}%n%wEx";

    private BootProperties() {}

    static Map<String, Object> of(ProcessPlan plan, Settings settings) {
        Map<String, Object> properties = new HashMap<>(same());
        properties.put("spring.application.name", "recordsync-" + plan.name());
        if (settings.has(LogSettings.class)) {
            properties.putAll(logging(settings.get(LogSettings.class)));
        }
        if (settings.has(TemporalSettings.class)) {
            properties.putAll(temporal(settings.get(TemporalSettings.class)));
        }
        if (settings.has(BindSettings.class)) {
            properties.put("server.address", settings.get(BindSettings.class).address());
        }
        plan.port().ifPresent(port -> properties.put("server.port", port));
        properties.putAll(plan.properties());
        return properties;
    }

    private static Map<String, Object> same() {
        return Map.ofEntries(
                // A configuration file in the working directory is not read.
                Map.entry("spring.config.location", "optional:classpath:/recordsync/"),
                Map.entry("spring.threads.virtual.enabled", true),
                Map.entry("spring.main.keep-alive", true),
                Map.entry("management.endpoints.web.exposure.include", "health,prometheus"),
                Map.entry("management.endpoint.health.probes.enabled", true),
                Map.entry(
                        "management.endpoint.health.group.readiness.include",
                        "readinessState,db,temporal,process,reading,pools"),
                Map.entry("management.endpoint.health.group.readiness.show-details", "always"),
                Map.entry("management.endpoint.health.group.readiness.show-components", "always"),
                Map.entry("management.endpoint.health.validate-group-membership", false),
                Map.entry("management.health.diskspace.enabled", false),
                Map.entry("springdoc.api-docs.enabled", false),
                Map.entry("springdoc.swagger-ui.enabled", false));
    }

    private static Map<String, Object> logging(LogSettings log) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("logging.level.root", log.level() == Level.ERROR ? "error" : "warn");
        properties.put("logging.level.io.recordsync", log.level().name().toLowerCase(Locale.ROOT));
        // The caller reports a failed start in one sentence.
        // What a person asks for with sync --debug is logged, whatever the level.
        properties.put("logging.level.io.recordsync.debugged", "info");
        properties.put("logging.level.org.springframework.boot.SpringApplication", "off");
        properties.put("logging.level.org.springframework.boot.diagnostics", "off");
        properties.put("logging.level.org.springframework.context.support", "error");
        properties.put("logging.level.org.springframework.boot.web.server.servlet.context", "error");
        if (log.isJson(System.console() != null)) {
            properties.put("logging.structured.format.console", "logstash");
            properties.put("logging.structured.format.file", "logstash");
        } else {
            properties.put("logging.pattern.console", LINE);
            properties.put("logging.pattern.file", LINE);
        }
        if (log.file() != null) {
            properties.put("logging.file.name", log.file().toString());
        }
        return properties;
    }

    private static Map<String, Object> temporal(TemporalSettings temporal) {
        return Map.of(
                "spring.temporal.connection.target", temporal.address(),
                "spring.temporal.namespace", temporal.namespace(),
                "spring.temporal.start-workers", false);
    }
}
