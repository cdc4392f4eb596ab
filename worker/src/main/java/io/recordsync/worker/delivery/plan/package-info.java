/** What to do about a claimed delivery, by the rules of this process. */
@NullMarked
package io.recordsync.worker.delivery.plan;

import org.jspecify.annotations.NullMarked;
