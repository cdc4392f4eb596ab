/** Permits for calls, from the quotas that all processes share. */
@NullMarked
package io.recordsync.worker.delivery.permit;

import org.jspecify.annotations.NullMarked;
