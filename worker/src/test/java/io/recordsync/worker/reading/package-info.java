@NullMarked
package io.recordsync.worker.reading;

import org.jspecify.annotations.NullMarked;
