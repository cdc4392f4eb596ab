/** Tests of the classes that the benchmarks share. */
@NullMarked
package io.recordsync.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
