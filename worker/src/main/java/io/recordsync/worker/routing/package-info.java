/** Decides where a record goes: reads the ledger, asks the rules, notes what is due. */
@NullMarked
package io.recordsync.worker.routing;

import org.jspecify.annotations.NullMarked;
