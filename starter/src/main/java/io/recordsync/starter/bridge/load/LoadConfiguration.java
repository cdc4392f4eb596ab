package io.recordsync.starter.bridge.load;

import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.process.ErrorIds;
import io.recordsync.process.Heartbeat;
import io.recordsync.process.LastSuccess;
import io.recordsync.process.PeriodicTask;
import io.recordsync.store.Store;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the parts that count the work in progress, and pause reading when there is too much. */
@Configuration(proxyBeanMethods = false)
public class LoadConfiguration {

    private static final Duration EVERY = Duration.ofSeconds(1);

    @Bean
    InFlightLoad load(BridgeSettings settings) {
        return new InFlightLoad(settings);
    }

    @Bean
    BridgeMetrics bridgeMetrics(MeterRegistry registry) {
        return new BridgeMetrics(registry);
    }

    @Bean
    PeriodicTask backpressureTask(
            Store store,
            PauseControl reading,
            BridgeSettings settings,
            InFlightLoad load,
            BridgeMetrics metrics,
            Heartbeat process,
            ErrorIds errorIds,
            LastSuccess lastSuccess) {
        Backpressure backpressure = new Backpressure(
                store.backlog()::unsettled,
                reading,
                new InFlightLimit(settings.maxInFlight(), store.backlog()::tenants),
                new UnsettledCeiling(settings.unsettledCeiling(), errorIds),
                load,
                metrics,
                new UnservedAlert(process::isOldest, System::nanoTime, errorIds));
        return new PeriodicTask("Looking at the backlog", backpressure::look, EVERY, errorIds, lastSuccess::now);
    }
}
