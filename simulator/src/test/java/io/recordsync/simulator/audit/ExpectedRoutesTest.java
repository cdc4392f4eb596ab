package io.recordsync.simulator.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ExpectedRoutesTest {

    @Test
    void presetsOfSingleSystemsSendAllTypesThereOneWayAndTwoWay() {
        ExpectedRoutes routes = ExpectedRoutes.preset("hubspot-only,salesforce-two-way");

        assertThat(routes.sends("lead", "hubspot")).isTrue();
        assertThat(routes.sends("lead", "salesforce")).isTrue();
        assertThat(routes.sends("lead", "salesforce-two")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> ExpectedRoutes.preset("salesforce"));
    }
}
