/** What processes tell each other: that they live, which circuits are open, and what their systems can do. */
@NullMarked
package io.recordsync.store.process;

import org.jspecify.annotations.NullMarked;
