/**
 * What {@code recordsync bench peers} compares: each contender with its processes, the trials that all of them go through,
 * and what the simulated system says of each.
 */
@NullMarked
package io.recordsync.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
