/** Tests of the store, against a real PostgreSQL; {@link io.recordsync.store.Database} has it. */
@NullMarked
package io.recordsync.store;

import org.jspecify.annotations.NullMarked;
