package io.recordsync.workflows;

/** Asks a chunk for one of its records. */
public record StatusOf(String recordId) {}
