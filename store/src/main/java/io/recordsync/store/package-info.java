/**
 * PostgreSQL: the ledger of images, changes and deliveries, the permits of each account, and the open circuits. There
 * is one class for each use of these data. Merging is a pure function, {@link io.recordsync.store.ledger.Merge}.
 */
@NullMarked
package io.recordsync.store;

import org.jspecify.annotations.NullMarked;
