/**
 * Reads the change events that come in: one class for each format, and {@link io.recordsync.starter.events.EventReader}, which tells them
 * apart. All input is hostile: whatever the bytes are, the answer is a change, or a reason without content.
 */
@NullMarked
package io.recordsync.starter.events;

import org.jspecify.annotations.NullMarked;
