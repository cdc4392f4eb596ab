/** Tests of the benchmarks: small real runs of them. */
@NullMarked
package io.recordsync.benchmarks;

import org.jspecify.annotations.NullMarked;
