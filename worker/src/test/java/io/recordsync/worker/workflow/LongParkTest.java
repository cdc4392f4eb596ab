package io.recordsync.worker.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongParkTest {

    /** From so many events on Temporal suggests to continue as new. */
    private static final int LONG = 4096;

    /** Every six hours for 30 days, and the first ones. */
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
