/** PostgreSQL on this machine. Other users of the machine have no access to it. */
@NullMarked
package io.recordsync.postgres;

import org.jspecify.annotations.NullMarked;
