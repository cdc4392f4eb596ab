package io.recordsync.starter.bridge;

import io.recordsync.process.Build;
import io.recordsync.process.ErrorIds;
import io.recordsync.process.Heartbeat;
import io.recordsync.process.LastSuccess;
import io.recordsync.starter.bridge.consumer.ConsumerConfiguration;
import io.recordsync.starter.bridge.intake.IntakeConfiguration;
import io.recordsync.starter.bridge.kafka.KafkaConfiguration;
import io.recordsync.starter.bridge.lanes.LanesConfiguration;
import io.recordsync.starter.bridge.load.LoadConfiguration;
import io.recordsync.starter.bridge.sweep.SweepConfiguration;
import io.recordsync.store.Store;
import io.recordsync.store.process.ProcessStore;
import io.recordsync.store.process.ProcessStore.Description;
import io.recordsync.workflows.DeadLetterActivities;
import io.recordsync.workflows.HandOverActivities;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Creates the parts of the bridge. Parts are started in the order of the imports, and stopped in the reverse order. */
@Configuration(proxyBeanMethods = false)
@Import({
    KafkaConfiguration.class,
    LanesConfiguration.class,
    IntakeConfiguration.class,
    ConsumerConfiguration.class,
    LoadConfiguration.class,
    SweepConfiguration.class
})
public class BridgeConfiguration {

    /**
     * How long a call to Temporal is retried. It is short so that the consumer stays in its group; the poll is then
     * accepted again later.
     */
    private static final Duration TEMPORAL_ANSWER = Duration.ofSeconds(10);

    @Bean
    TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> shortTries() {
        return options -> options.setRpcRetryOptions(RpcRetryOptions.newBuilder(RpcRetryOptions.getDefaultInstance())
                .setExpiration(TEMPORAL_ANSWER)
                .build());
    }

    @Bean
    Heartbeat process(Store store, ErrorIds errorIds, LastSuccess lastSuccess) {
        return new Heartbeat(
                store.processes(), Description.of(ProcessStore.STARTER, Build.version()), errorIds, lastSuccess::now);
    }

    @Bean
    StarterWorker starterWorker(WorkflowClient client, DeadLetterActivities deadLetters, HandOverActivities handOver) {
        return new StarterWorker(client, deadLetters, handOver);
    }
}
