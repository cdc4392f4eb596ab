/**
 * What a simulated system holds, and the append-only journal of all effects on it. The objects are rebuilt from the
 * journal, and the audit reads it.
 */
@NullMarked
package io.recordsync.simulator.store;

import org.jspecify.annotations.NullMarked;
