/**
 * The simulated systems as one thing to start, stop and script, in tests, in the demo, or alone from the command line.
 * Stands in for the vendors' clouds: nothing of it is used in production.
 */
@NullMarked
package io.recordsync.simulator;

import org.jspecify.annotations.NullMarked;
