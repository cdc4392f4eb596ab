/** The settings that only a worker needs. Those of a system are in its connector's package. */
@NullMarked
package io.recordsync.worker.settings;

import org.jspecify.annotations.NullMarked;
