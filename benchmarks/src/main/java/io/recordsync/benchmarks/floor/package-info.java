/**
 * The least that carries a record durably: a workflow with one activity, which does the same HTTP call and the same
 * statements on the ledger as the record lane, and nothing else. What the record lane costs more is what its rules,
 * permits, circuits, logs and signals cost.
 */
@NullMarked
package io.recordsync.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
