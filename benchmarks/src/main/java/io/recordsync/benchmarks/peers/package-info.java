/**
 * The parts of {@code recordsync bench peers}: each contender with its processes, the trials that all of them run, and
 * the results reported by the simulated system.
 */
@NullMarked
package io.recordsync.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
