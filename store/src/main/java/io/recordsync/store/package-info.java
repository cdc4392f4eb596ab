@NullMarked
package io.recordsync.store;

import org.jspecify.annotations.NullMarked;
