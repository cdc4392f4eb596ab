/**
 * Judges what a system shows: which record a row is, which side has changed a field, and whose value it has in the end.
 * The judgement is pure; {@link io.recordsync.worker.reading.Readings} reads what it needs, and writes the results.
 */
@NullMarked
package io.recordsync.worker.reading;

import org.jspecify.annotations.NullMarked;
