/** The event generator: a seeded stream of record events, its settings, and the journal of what was sent. */
@NullMarked
package io.recordsync.simulator.events;

import org.jspecify.annotations.NullMarked;
