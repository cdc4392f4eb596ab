/**
 * Judges what a system shows: which record a row is, which side has changed a field, and whose value it has in the end.
 * All of it is pure: it reads nothing and writes nothing.
 */
@NullMarked
package io.recordsync.worker.reading;

import org.jspecify.annotations.NullMarked;
