/** How much work is in progress, and the pause of reading when that is too much. */
@NullMarked
package io.recordsync.starter.bridge.load;

import org.jspecify.annotations.NullMarked;
