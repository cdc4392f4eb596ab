package io.recordsync.starter.reading;

import io.recordsync.process.ErrorIds;
import io.recordsync.process.Heartbeat;
import io.recordsync.process.LastSuccess;
import io.recordsync.process.PeriodicTask;
import io.recordsync.store.Store;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the parts that start the runs of readers by schedules. */
@Configuration(proxyBeanMethods = false)
public class ReadingConfiguration {

    /** Until tenants have connections of their own, systems are read for this one. */
    private static final String TENANT = "default";

    private static final Duration EVERY = Duration.ofSeconds(5);

    @Bean
    ReaderScheduling readerScheduling(Store store, WorkflowClient client) {
        return new ReaderScheduling(new ReaderPlans(store), new ReadSchedules(client), TENANT);
    }

    /** One starter is enough; that several may do it at once matters while one takes over from another. */
    @Bean
    PeriodicTask readSchedulesTask(
            ReaderScheduling scheduling, Heartbeat process, ErrorIds errorIds, LastSuccess lastSuccess) {
        Runnable look = () -> {
            if (process.isOldest()) {
                scheduling.look();
            }
        };
        return new PeriodicTask("Keeping the schedules of readers", look, EVERY, errorIds, lastSuccess::now);
    }
}
