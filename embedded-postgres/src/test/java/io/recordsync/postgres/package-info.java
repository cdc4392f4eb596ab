@NullMarked
package io.recordsync.postgres;

import org.jspecify.annotations.NullMarked;
