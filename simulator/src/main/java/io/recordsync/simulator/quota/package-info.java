/** The exact count of calls, and the windows of an account's limits. */
@NullMarked
package io.recordsync.simulator.quota;

import org.jspecify.annotations.NullMarked;
