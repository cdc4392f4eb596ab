/**
 * The minimum that carries a record durably: a workflow with one activity, which does the same HTTP call and the same
 * statements on the ledger as the record lane, and nothing else. The additional cost of the record lane is that of its
 * rules, permits, circuits, logs and signals.
 */
@NullMarked
package io.recordsync.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
