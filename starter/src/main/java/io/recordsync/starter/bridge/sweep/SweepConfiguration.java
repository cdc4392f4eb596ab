package io.recordsync.starter.bridge.sweep;

import io.recordsync.process.ErrorIds;
import io.recordsync.process.Heartbeat;
import io.recordsync.process.LastSuccess;
import io.recordsync.process.PeriodicTask;
import io.recordsync.starter.bridge.lanes.LaneRouter;
import io.recordsync.starter.bridge.load.BridgeSettings;
import io.recordsync.starter.bridge.load.InFlightLoad;
import io.recordsync.store.Store;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the parts that notify Temporal of records again: after a failure, and after a change of the rules. */
@Configuration(proxyBeanMethods = false)
public class SweepConfiguration {

    private static final Duration REROUTE_EVERY = Duration.ofSeconds(5);
    private static final Duration EXPIRE_EVERY = Duration.ofMinutes(15);
    private static final Duration COMPARE_EVERY = Duration.ofSeconds(30);

    @Bean
    PeriodicTask rulesTask(Store store, Heartbeat process, ErrorIds errorIds, LastSuccess lastSuccess) {
        RulesAlert alert = new RulesAlert(store.processes()::rulesForLong, process::isOldest, errorIds);
        return new PeriodicTask("Comparing the workers' rules", alert::look, COMPARE_EVERY, errorIds, lastSuccess::now);
    }

    @Bean
    PeriodicTask reroutingTask(
            Store store,
            LaneRouter lanes,
            InFlightLoad load,
            Heartbeat process,
            ErrorIds errorIds,
            LastSuccess lastSuccess) {
        Rerouting rerouting = new Rerouting(store.processes(), store.rerouting(), lanes, load, process::isOldest);
        return new PeriodicTask(
                "Routing again by changed rules", rerouting::look, REROUTE_EVERY, errorIds, lastSuccess::now);
    }

    @Bean
    Sweeper sweeper(Store store, LaneRouter lanes, InFlightLoad load, BridgeSettings settings, Clock clock) {
        return new Sweeper(store.sweeps(), lanes, load, settings, clock);
    }

    @Bean
    PeriodicTask sweeperTask(Sweeper sweeper, BridgeSettings settings, ErrorIds errorIds, LastSuccess lastSuccess) {
        return new PeriodicTask("Sweeping", sweeper::sweep, settings.sweepEvery(), errorIds, lastSuccess::now);
    }

    @Bean
    PeriodicTask leftPushesTask(
            Store store,
            WorkflowClient client,
            BridgeSettings settings,
            Heartbeat process,
            ErrorIds errorIds,
            LastSuccess lastSuccess) {
        LeftPushes left = new LeftPushes(store.pushes()::left, LeftPushes.by(client));
        Runnable look = () -> {
            if (process.isOldest()) {
                left.look();
            }
        };
        return new PeriodicTask("Going on with pushes", look, settings.sweepEvery(), errorIds, lastSuccess::now);
    }

    @Bean
    PeriodicTask expiryTask(Store store, Heartbeat process, Clock clock, ErrorIds errorIds, LastSuccess lastSuccess) {
        Expiry expiry = new Expiry(store.expired(), process::isOldest, clock);
        return new PeriodicTask("Removing what has expired", expiry::look, EXPIRE_EVERY, errorIds, lastSuccess::now);
    }
}
