@NullMarked
package io.recordsync.worker;

import org.jspecify.annotations.NullMarked;
