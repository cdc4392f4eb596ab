package io.recordsync.process;

import io.recordsync.settings.TemporalSettings;
import io.recordsync.workflows.Messages;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Configures Temporal. Its autoconfiguration creates the service stubs and the
 * {@link io.temporal.client.WorkflowClient}, with our data converter and with metrics. If the server cannot be reached,
 * the start waits for {@code START_TIMEOUT} and then fails. If it cannot be reached later, readiness is down until it
 * answers again.
 */
@Configuration(proxyBeanMethods = false)
@Import(StartConfiguration.class)
public class TemporalConfiguration {

    @Bean
    DataConverter dataConverter() {
        return Messages.converter(List.of());
    }

    @Bean
    TemporalHealth temporal(WorkflowServiceStubs stubs, TemporalSettings settings, StartWait start) {
        return start.until(() -> TemporalHealth.ofReachable(stubs, settings));
    }
}
