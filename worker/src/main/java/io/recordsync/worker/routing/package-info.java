/** Decides which systems a record goes to: reads the ledger, applies the rules, and notes what is due. */
@NullMarked
package io.recordsync.worker.routing;

import org.jspecify.annotations.NullMarked;
