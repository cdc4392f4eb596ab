/**
 * Tests of complete deliveries with Temporal's in-memory server, real worker pools, PostgreSQL and the simulated
 * systems.
 */
@NullMarked
package io.recordsync.worker.pools;

import org.jspecify.annotations.NullMarked;
