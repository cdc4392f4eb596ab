package io.recordsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorsTest {

    private static final String R1 = "/services/data/v66.0/sobjects/Contact/RecordsyncId__c/r1";

    @Test
    void aSecondStartFindsTheData(@TempDir Path folder) {
        SimulatorsOptions options = SimulatorsOptions.defaults().withData(folder);
        try (SimulatedOrg first = new SimulatedOrg(options)) {
            first.salesforceClient().patch(R1, "{\"LastName\":\"Smith\"}");
        }

        try (SimulatedOrg second = new SimulatedOrg(options)) {
            assertThat(second.salesforceClient()
                            .patch(R1, "{\"LastName\":\"Smith\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(second.salesforce().store().journal()).hasSize(2);
        }
    }

    @Test
    void aTakenPortIsSaidInOneSentence() {
        try (SimulatedOrg running = new SimulatedOrg()) {
            int taken = Integer.parseInt(running.salesforce().baseUrl().replaceAll(".*:", ""));

            assertThatThrownBy(
                            () -> Simulators.start(SimulatorsOptions.defaults().withPorts(Map.of("salesforce", taken))))
                    .hasMessage(
                            "Port " + taken + " on 127.0.0.1 is taken: choose another for the salesforce simulator.");
        }
    }

    @Test
    void anUnknownSystemNamesTheKnownOnes() {
        assertThatThrownBy(() -> Simulators.start(SimulatorsOptions.of(List.of("salesfarce"))))
                .hasMessageContaining("salesfarce")
                .hasMessageContaining("salesforce, hubspot");
    }
}
