/**
 * The event generator: a seeded stream of record events, the settings that shape it, and the journal of what was sent.
 */
@NullMarked
package io.recordsync.simulator.events;

import org.jspecify.annotations.NullMarked;
