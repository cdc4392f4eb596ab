package io.recordsync.worker.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongParkTest {

    /** The number of events in a history from which on Temporal suggests to continue as new. */
    private static final int LONG = 4096;

    /** The number of retries in 30 days: one every six hours, and the more frequent ones at the beginning. */
    private static final int SLOW_RETRIES = 130;

    @Test
    void theWholeParkTimeOfOneSystemFitsInOneRun() {
        try (Harness harness = new Harness()) {
            harness.systems.change();
            for (int n = 0; n < SLOW_RETRIES; n++) {
                harness.systems.refuseForNow(Harness.SALESFORCE);
            }

            WorkflowStub run = harness.changed(1);
            harness.pass(Duration.ofDays(31));

            assertThatThrownBy(() -> run.getResult(Void.class)).isInstanceOf(WorkflowFailedException.class);
            assertThat(harness.systems.deliveriesTo(Harness.SALESFORCE)).hasSizeGreaterThan(100);
            assertThat(harness.history().getEvents()).hasSizeLessThan(LONG);
        }
    }
}
