package io.recordsync.workflows;

/** @param owner names the chain of workflow runs, so that a repeated request meets its own run */
public record BeginPushRequest(PushInput input, String owner, String workflowId) {}
