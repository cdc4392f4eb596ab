/**
 * Rule sets: which records go to which system, and how their fields are mapped. Only the public types of this package
 * are for other modules. Nothing here does I/O, except that the presets are read from the class path.
 */
@NullMarked
package io.recordsync.rules;

import org.jspecify.annotations.NullMarked;
