/** What the systems that are read hold of each record, and the conflicts between their values and ours. */
@NullMarked
package io.recordsync.store.counterpart;

import org.jspecify.annotations.NullMarked;
