/**
 * The deliveries of records to systems: routed, claimed, settled or released. Also counts what is not settled, and
 * finds what has to be worked on again.
 */
@NullMarked
package io.recordsync.store.delivery;

import org.jspecify.annotations.NullMarked;
