/**
 * Reads incoming change events. There is one class for each format, and
 * {@link io.recordsync.starter.events.EventReader} distinguishes them. All input is treated as hostile: whatever the
 * bytes are, the answer is a change, or a reason without record content.
 */
@NullMarked
package io.recordsync.starter.events;

import org.jspecify.annotations.NullMarked;
