/**
 * Pipedrive by its API v2: look-ups by a custom field of our own, single writes, lists by time of change, and a budget
 * of tokens. What is special about it, and why it matters, is described in {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.pipedrive;

import org.jspecify.annotations.NullMarked;
