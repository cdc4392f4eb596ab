package io.recordsync.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TemporalCapabilitiesTest {

    @Test
    void fairnessCameWithServer129() {
        assertThat(TemporalCapabilities.hasFairness("1.29.1")).isTrue();
        assertThat(TemporalCapabilities.hasFairness("1.30.0-rc.1")).isTrue();
        assertThat(TemporalCapabilities.hasFairness("2.0.0")).isTrue();
        assertThat(TemporalCapabilities.hasFairness("1.28.9")).isFalse();
        assertThat(TemporalCapabilities.hasFairness("")).isFalse();
    }

    @Test
    void eachThingThatIsMissingIsOneSentence() {
        assertThat(new TemporalCapabilities("1.28.1", false, false, true).missing())
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line).startsWith("Temporal server 1.28.1 ").endsWith("."));
        assertThat(new TemporalCapabilities("1.29.1", true, true, true).missing())
                .isEmpty();
    }
}
