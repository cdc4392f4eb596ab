package io.recordsync.settings;

import io.recordsync.workflows.Messages;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Temporal: its autoconfiguration makes the service stubs and the {@link io.temporal.client.WorkflowClient}, with our form of messages and
 * with metrics. A server that cannot be reached stops the start when that has waited for it; one that goes away later makes readiness go down until it is
 * back.
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
