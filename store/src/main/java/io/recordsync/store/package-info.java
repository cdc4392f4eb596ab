/**
 * PostgreSQL: the ledger of images, changes and deliveries, the permits of each account, and the circuits that are open. One class for each
 * thing that is done with it; each public method is one transaction. Merging is a pure function, {@link io.recordsync.store.Merge}.
 */
@NullMarked
package io.recordsync.store;

import org.jspecify.annotations.NullMarked;
