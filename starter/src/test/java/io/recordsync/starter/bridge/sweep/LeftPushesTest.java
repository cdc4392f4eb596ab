package io.recordsync.starter.bridge.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.PushRecords;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The run in the ledger is carried on by a workflow of the reader's own id. */
@Timeout(120)
class LeftPushesTest {

    private static final ReaderKey READER = new ReaderKey("default", "salesforce", "contact");

    @Test
    void aPushThatNobodyCarriesOnHasAWorkflowAgainAndOnlyOne() {
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance()) {
            LeftPushes left = new LeftPushes(idle -> List.of(READER), LeftPushes.by(temporal.getWorkflowClient()));
            left.look();
            left.look();
            temporal.newWorker(TaskQueues.RECORDSYNC).registerWorkflowImplementationTypes(Going.class);
            temporal.start();

            WorkflowStub push = temporal.getWorkflowClient()
                    .newUntypedWorkflowStub(WorkflowIds.pushRecords("default", "salesforce", "contact"));

            assertThat(push.getResult(ReadChangesStatus.class)).isEqualTo(ReadChangesStatus.WAITING);
        }
    }

    /** Ends at once. */
    public static final class Going implements PushRecords {

        @Override
        public ReadChangesStatus push(PushInput input) {
            assertThat(input)
                    .isEqualTo(new PushInput("default", "salesforce", "contact", null, "recordsync/sweep", null));
            return ReadChangesStatus.WAITING;
        }

        @Override
        public ReadChangesStatus status() {
            return ReadChangesStatus.WAITING;
        }
    }
}
