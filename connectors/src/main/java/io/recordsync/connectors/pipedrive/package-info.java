/**
 * Pipedrive by its API v2: look-ups by a custom field of our own, single writes, lists by time of change, paid in tokens. What is odd
 * about it, and why that matters, is in {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.pipedrive;

import org.jspecify.annotations.NullMarked;
