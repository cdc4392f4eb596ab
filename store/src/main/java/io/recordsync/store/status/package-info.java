/** Answers questions of people about records, changes and deliveries. Writes nothing. */
@NullMarked
package io.recordsync.store.status;

import org.jspecify.annotations.NullMarked;
