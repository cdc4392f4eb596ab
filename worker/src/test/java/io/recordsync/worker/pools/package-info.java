/** Tests of whole deliveries: Temporal's in-memory server, real pools, PostgreSQL and the simulated systems. */
@NullMarked
package io.recordsync.worker.pools;

import org.jspecify.annotations.NullMarked;
