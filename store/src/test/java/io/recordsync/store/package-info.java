/** Tests of the store against a real PostgreSQL, which {@link io.recordsync.store.Database} provides. */
@NullMarked
package io.recordsync.store;

import org.jspecify.annotations.NullMarked;
