/**
 * The pools of this process: workers for workflows, and a worker for each system with its own queue, slots and rate.
 */
@NullMarked
package io.recordsync.worker.pools;

import org.jspecify.annotations.NullMarked;
