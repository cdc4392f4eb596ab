/**
 * What a simulated system holds, and the append-only journal of everything that was done to it. The journal is the
 * truth: the objects are rebuilt from it, and the audit reads it.
 */
@NullMarked
package io.recordsync.simulator.store;

import org.jspecify.annotations.NullMarked;
