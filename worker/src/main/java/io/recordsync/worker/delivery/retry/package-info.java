/** What follows from a failed attempt: how it is reported, whether and when it is tried again, and when it parks. */
@NullMarked
package io.recordsync.worker.delivery.retry;

import org.jspecify.annotations.NullMarked;
