/**
 * Rule sets: which records go to which system, and how their fields map. Only the public types of this package are for
 * other modules; nothing here does I/O.
 */
@NullMarked
package io.recordsync.rules;

import org.jspecify.annotations.NullMarked;
