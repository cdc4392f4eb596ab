/**
 * The fixtures for tests of deliveries: a real PostgreSQL, the simulated systems, and the parts of a worker process
 * between them.
 */
@NullMarked
package io.recordsync.worker;

import org.jspecify.annotations.NullMarked;
