package io.recordsync.workflows;

/** Asks for the outcome of one record of a chunk. */
public record StatusOf(String recordId) {}
