/** The readers of systems: how often they read, and the schedules that start their runs. */
@NullMarked
package io.recordsync.starter.reading;

import org.jspecify.annotations.NullMarked;
