/**
 * The exact count of calls, and the windows in which an account may make them.
 */
@NullMarked
package io.recordsync.simulator.quota;

import org.jspecify.annotations.NullMarked;
