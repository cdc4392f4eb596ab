package io.recordsync.starter.bridge.lanes;

import io.recordsync.process.ErrorIds;
import io.recordsync.starter.bridge.load.BridgeSettings;
import io.recordsync.starter.bridge.load.InFlightLoad;
import io.recordsync.store.Store;
import io.recordsync.workflows.HandOverActivities;
import io.temporal.client.WorkflowClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the parts that start and signal workflows. */
@Configuration(proxyBeanMethods = false)
public class LanesConfiguration {

    @Bean
    SyncRecordClient syncRecords(WorkflowClient client) {
        return new SyncRecordClient(client);
    }

    @Bean
    ParallelSignals signals(SyncRecordClient workflows, ErrorIds errorIds) {
        return new ParallelSignals(workflows, errorIds);
    }

    @Bean
    LaneRouter lanes(ParallelSignals signals, WorkflowClient client, InFlightLoad load, BridgeSettings settings) {
        return new LaneRouter(signals, new SyncBatchClient(client), load, settings);
    }

    @Bean
    HandOverActivities handOverActivities(Store store, ParallelSignals signals) {
        return new HandOverActivitiesImpl(store.routing(), signals);
    }
}
