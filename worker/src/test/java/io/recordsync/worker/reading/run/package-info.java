@NullMarked
package io.recordsync.worker.reading.run;

import org.jspecify.annotations.NullMarked;
