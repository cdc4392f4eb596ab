/** Simulated faults: seeded plans for long runs, scripted faults for tests. */
@NullMarked
package io.recordsync.simulator.faults;

import org.jspecify.annotations.NullMarked;
