/** Tests of the benchmarks, by small real runs of them. */
@NullMarked
package io.recordsync.benchmarks;

import org.jspecify.annotations.NullMarked;
