/** Tests of how a worker is configured and started. */
@NullMarked
package io.recordsync.worker.systems;

import org.jspecify.annotations.NullMarked;
