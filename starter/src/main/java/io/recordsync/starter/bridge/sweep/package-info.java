/** Notifies Temporal again of records that are not settled in time, or that other rules have routed. */
@NullMarked
package io.recordsync.starter.bridge.sweep;

import org.jspecify.annotations.NullMarked;
