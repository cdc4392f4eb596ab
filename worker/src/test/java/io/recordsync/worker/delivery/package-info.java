/** Tests of single deliveries. */
@NullMarked
package io.recordsync.worker.delivery;

import org.jspecify.annotations.NullMarked;
