@NullMarked
package io.recordsync.worker.reading.field;

import org.jspecify.annotations.NullMarked;
