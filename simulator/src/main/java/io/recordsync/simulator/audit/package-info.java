/**
 * Compares what was sent with what the simulated systems hold and did: lost, doubled and stale records. Uses no
 * bookkeeping of the product under test.
 */
@NullMarked
package io.recordsync.simulator.audit;

import org.jspecify.annotations.NullMarked;
