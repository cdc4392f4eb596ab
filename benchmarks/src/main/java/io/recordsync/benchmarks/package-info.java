/**
 * The command {@code recordsync bench}. It measures the speed of the pipeline on one machine, and compares it with
 * other programs. There is one class for each benchmark; their common parts are in {@code harness}.
 */
@NullMarked
package io.recordsync.benchmarks;

import org.jspecify.annotations.NullMarked;
