/**
 * Compares what was sent with what the simulated systems hold and did, and finds lost, duplicate and stale records. It
 * uses no data that the product under test has recorded.
 */
@NullMarked
package io.recordsync.simulator.audit;

import org.jspecify.annotations.NullMarked;
