package io.recordsync.workflows;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Asks a system for its fields. Workers with the system's credentials do this. The workflow id is
 * {@link WorkflowIds#describeSystem}.
 */
@WorkflowInterface
public interface DescribeSystem {

    /** The workflow's type, as Temporal's Web UI shows it. */
    String TYPE = "DescribeSystem";

    @WorkflowMethod(name = TYPE)
    SystemDescription describe(DescribeRequest request);
}
