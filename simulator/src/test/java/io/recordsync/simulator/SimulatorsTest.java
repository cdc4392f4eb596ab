package io.recordsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.salesforce.SalesforceSystem;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.simulator.vendor.Simulator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorsTest {

    private static final SimulatedSystem CRM_EU = new SimulatedSystem("crm-eu", SalesforceSystem.KIND);
    private static final SimulatedSystem CRM_US = new SimulatedSystem("crm-us", SalesforceSystem.KIND);
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
                    .hasMessage("Port " + taken + " on 127.0.0.1 is in use. Choose another one for the salesforce"
                            + " simulator.");
        }
    }

    @Test
    void twoSystemsOfOneKindRunSideBySideWithTheirOwnRecordsQuotasAndSettings(@TempDir Path folder) {
        SimulatorsOptions options = SimulatorsOptions.ofSystems(List.of(CRM_EU, CRM_US))
                .withData(folder)
                .withPlan("crm-us", AccountPlan.salesforce(0));
        try (Simulators simulators = Simulators.start(options)) {
            assertThat(SimulatedOrg.loggedIn(simulators.of("crm-eu"))
                            .patch(R1, "{\"LastName\":\"Smith\"}")
                            .status())
                    .isEqualTo(201);
            assertThat(SimulatedOrg.loggedIn(simulators.of("crm-us"))
                            .patch(R1, "{\"LastName\":\"Smith\"}")
                            .status())
                    .isEqualTo(403);

            assertThat(simulators.of("crm-eu").store().all()).hasSize(1);
            assertThat(simulators.of("crm-us").store().all()).isEmpty();
            assertThat(simulators.settings())
                    .containsEntry("CRM_EU_BASE_URL", simulators.of("crm-eu").baseUrl())
                    .containsEntry("CRM_US_BASE_URL", simulators.of("crm-us").baseUrl());
        }
    }

    @Test
    void systemsOfOneKindHaveDifferentAccounts() {
        try (Simulators simulators = Simulators.start(SimulatorsOptions.ofSystems(List.of(CRM_EU, CRM_US)))) {
            assertThat(org(simulators.of("crm-eu"))).isNotEqualTo(org(simulators.of("crm-us")));
        }
    }

    /** The id of a Salesforce org, with which its access tokens begin. */
    private static String org(Simulator salesforce) {
        return SimulatedOrg.loggedIn(salesforce).authorization().replaceAll("!.*", "");
    }

    @Test
    void twoSystemsOfOneNameAreRefused() {
        assertThatThrownBy(() -> SimulatorsOptions.ofSystems(List.of(CRM_EU, CRM_EU)))
                .hasMessage("Two of the systems are named crm-eu.");
    }

    @Test
    void aNameThatCannotBeAFolderOrAPrefixIsRefused() {
        assertThatThrownBy(() -> new SimulatedSystem("../crm", SalesforceSystem.KIND))
                .hasMessageStartingWith("A simulated system cannot be named ../crm:");
        assertThatThrownBy(() -> new SimulatedSystem("a-to-b", SalesforceSystem.KIND))
                .hasMessageEndingWith("and not contain -to-.");
    }

    @Test
    void theNameOfAKindIsRefusedForAnotherKind() {
        assertThatThrownBy(() -> SimulatorsOptions.ofSystems(List.of(Simulators.system("hubspot:salesforce"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A system of the kind salesforce cannot be named hubspot, which is the name of a kind.");
        assertThat(SimulatorsOptions.ofSystems(List.of(Simulators.system("hubspot:hubspot")))
                        .systems())
                .hasSize(1);
    }

    @Test
    void anUnknownSystemNamesTheKnownOnes() {
        assertThatThrownBy(() -> Simulators.start(SimulatorsOptions.of(List.of("salesfarce"))))
                .hasMessageContaining("salesfarce")
                .hasMessageContaining("salesforce, hubspot");
    }
}
