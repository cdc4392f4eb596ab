package io.recordsync.worker.systems;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits;
import io.recordsync.rules.RuleSet;
import io.recordsync.settings.ConfiguredSystem;
import io.recordsync.store.process.SystemCards.Told;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.settings.WorkerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SystemDescriptorPublisherTest {

    private static final String SYSTEM = WorkerFixture.SALESFORCE;

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    @Test
    void aDescriptionIsWrittenAgainWhenTheVendorHasToldTheAccountAndNotOtherwise() {
        Connector connector = fixture.process().connectors().get(SYSTEM);
        SystemDescriptorPublisher publisher = new SystemDescriptorPublisher(
                new Systems(List.of(new ConfiguredSystem(SYSTEM, SYSTEM, "", List.of(), Optional.empty()))),
                new Connectors(Map.of(SYSTEM, connector)),
                new WorkerSettings(0, 1, List.of(), false),
                RuleSet.preset("salesforce-two-way"),
                fixture.store().systems());

        publisher.publish();
        assertThat(told().card()).contains("salesforce:127.0.0.1", "\"reads\": [\"contact\"]");

        connector.check(List.of(), new CallScope(Deadline.in(Duration.ofSeconds(30)), Permits.UNLIMITED));
        publisher.publish();
        Told known = told();
        assertThat(known.card()).contains("salesforce:00D").doesNotContain("salesforce:127.0.0.1");

        publisher.publish();
        assertThat(told()).isEqualTo(known);
    }

    private Told told() {
        return fixture.store().systems().told().getFirst();
    }
}
