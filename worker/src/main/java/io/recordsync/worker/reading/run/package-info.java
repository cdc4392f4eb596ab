/** Carries out the runs of readers: where a run begins, its pages, and its end. */
@NullMarked
package io.recordsync.worker.reading.run;

import org.jspecify.annotations.NullMarked;
