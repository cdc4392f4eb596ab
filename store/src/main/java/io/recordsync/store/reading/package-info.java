/** The readers of systems, their runs, and the rows that are to be read again by their ids. */
@NullMarked
package io.recordsync.store.reading;

import org.jspecify.annotations.NullMarked;
