package io.recordsync.starter.bridge.intake;

import io.recordsync.process.ErrorIds;
import io.recordsync.settings.TenantSettings;
import io.recordsync.starter.bridge.kafka.DeadLetters;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import io.recordsync.starter.bridge.lanes.LaneRouter;
import io.recordsync.starter.bridge.load.BridgeMetrics;
import io.recordsync.starter.bridge.load.BridgeSettings;
import io.recordsync.starter.events.EventReader;
import io.recordsync.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the parts that read events and take changes in. */
@Configuration(proxyBeanMethods = false)
public class IntakeConfiguration {

    @Bean
    EventReader eventReader(KafkaSettings kafka, DebeziumSettings debezium, TenantSettings tenants) {
        return new EventReader(kafka.topicFormats(), debezium.tables(), debezium.unavailableValue(), tenants);
    }

    @Bean
    ChangeIntake intake(Store store, LaneRouter lanes) {
        return new ChangeIntake(store.acceptance(), lanes);
    }

    @Bean
    PollIntake bridge(
            EventReader reader,
            ChangeIntake intake,
            Store store,
            DeadLetters deadLetters,
            ErrorIds errorIds,
            BridgeMetrics metrics,
            BridgeSettings settings,
            KafkaSettings kafka) {
        PollSpacing spacing = new PollSpacing(kafka.maxPollRecords(), settings.flushInterval());
        return new PollIntake(reader, intake, store.deadLetters(), deadLetters, errorIds, spacing, metrics);
    }
}
