/**
 * The command {@code recordsync bench}: how fast the pipeline is, on one machine, against what. One class for each
 * benchmark; what they share is in {@code harness}.
 */
@NullMarked
package io.recordsync.benchmarks;

import org.jspecify.annotations.NullMarked;
