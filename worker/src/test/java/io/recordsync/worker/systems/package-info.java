/** Tests of what a worker is started with. */
@NullMarked
package io.recordsync.worker.systems;

import org.jspecify.annotations.NullMarked;
