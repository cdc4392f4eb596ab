package io.recordsync.benchmarks.floor;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Carries one record to one system. */
@WorkflowInterface
public interface FloorRecord {

    String QUEUE = "floor";

    @WorkflowMethod
    void run(String recordId);
}
