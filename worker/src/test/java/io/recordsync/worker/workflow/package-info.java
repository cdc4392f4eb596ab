/**
 * Tests of workflow code on Temporal's in-memory server, with its time skipping, against a scripted ledger and scripted
 * systems.
 */
@NullMarked
package io.recordsync.worker.workflow;

import org.jspecify.annotations.NullMarked;
