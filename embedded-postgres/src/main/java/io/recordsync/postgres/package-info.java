/** PostgreSQL on this machine, closed to the machine's other users. */
@NullMarked
package io.recordsync.postgres;

import org.jspecify.annotations.NullMarked;
