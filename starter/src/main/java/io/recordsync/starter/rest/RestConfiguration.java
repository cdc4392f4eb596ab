package io.recordsync.starter.rest;

import io.recordsync.process.ErrorIds;
import io.recordsync.settings.BindSettings;
import io.recordsync.starter.bridge.intake.ChangeIntake;
import io.recordsync.starter.bridge.lanes.SyncRecordClient;
import io.recordsync.starter.bridge.load.InFlightLoad;
import io.recordsync.starter.bridge.sweep.Sweeper;
import io.recordsync.starter.events.EventReader;
import io.recordsync.starter.reading.ReaderScheduling;
import io.recordsync.store.Store;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Creates the parts of the REST API. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(
        info =
                @Info(
                        title = "recordsync",
                        version = "v1",
                        description = "Accepts change events, shows the status of records, and retries or skips"
                                + " parked deliveries. Errors are problem details (RFC 9457). Their errorId"
                                + " is also in the log."))
public class RestConfiguration {

    /** Spring Boot's properties that the API needs. */
    public static final Map<String, Object> PROPERTIES = Map.of(
            "springdoc.api-docs.enabled", true,
            "springdoc.swagger-ui.enabled", true,
            "spring.jackson.default-property-inclusion", "non_null");

    /** The longest time for one count. There are two counts, so that a caller waits at most twice as long. */
    private static final Duration MAX_COUNTING_TIME = Duration.ofSeconds(8);

    @Bean
    TemporalCalls temporalCalls() {
        return new TemporalCalls();
    }

    @Bean
    EventsController eventsController(
            EventReader reader, ChangeIntake intake, TemporalCalls temporal, InFlightLoad load, ErrorIds ids) {
        return new EventsController(reader, intake, temporal, load, ids);
    }

    @Bean
    RecordsController recordsController(
            Store store, SyncRecordClient signals, TemporalCalls temporal, WorkflowClient client) {
        return new RecordsController(store, signals, temporal, new RunningWorkflow(client, temporal));
    }

    @Bean
    ConflictsController conflictsController(Store store, SyncRecordClient signals, TemporalCalls temporal) {
        return new ConflictsController(store, signals, temporal);
    }

    @Bean
    LinksController linksController(Store store, SyncRecordClient signals, TemporalCalls temporal) {
        return new LinksController(store, signals, temporal);
    }

    @Bean
    OverviewController overviewController(Store store) {
        return new OverviewController(store, MAX_COUNTING_TIME);
    }

    @Bean
    SweepController sweepController(Sweeper sweeper) {
        return new SweepController(sweeper);
    }

    @Bean
    ReadingWorkflow readingWorkflow(WorkflowClient client, TemporalCalls temporal) {
        return new ReadingWorkflow(client, temporal);
    }

    @Bean
    RunStarter runStarter(Store store, ReadingWorkflow workflows) {
        return new RunStarter(store, workflows);
    }

    @Bean
    RunSamplesController runSamplesController(Store store) {
        return new RunSamplesController(store);
    }

    @Bean
    RunsController runsController(Store store, ReadingWorkflow workflows, RunStarter runs, Clock clock) {
        return new RunsController(store, workflows, runs, clock);
    }

    @Bean
    ReadersController readersController(
            Store store, ReaderScheduling scheduling, RunStarter runs, TemporalCalls temporal) {
        return new ReadersController(store, scheduling, runs, temporal);
    }

    @Bean
    BothWaysController bothWaysController(RunStarter runs) {
        return new BothWaysController(runs);
    }

    @Bean
    PushController pushController(SimulatorSettings simulators) {
        return new PushController(simulators);
    }

    @Bean
    HeldDeletesController heldDeletesController(Store store, WorkflowClient client, TemporalCalls temporal) {
        return new HeldDeletesController(store, client, temporal);
    }

    @Bean
    SystemsController systemsController(Store store, WorkflowClient client, TemporalCalls temporal) {
        return new SystemsController(store, new DescribingWorkflow(client, temporal));
    }

    @Bean
    CrossSiteRequestFilter foreignPages(
            BindSettings bind, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        return new CrossSiteRequestFilter(bind.address(), problems);
    }

    @Bean
    ProblemAdvice problems(ErrorIds ids) {
        return new ProblemAdvice(ids);
    }

    /** Allows percent-encoded slashes in addresses, because a record's id may contain a slash. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> slashesInIds() {
        return tomcat -> tomcat.addConnectorCustomizers(
                connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
    }
}
