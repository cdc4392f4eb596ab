/**
 * The simulated systems as one unit that is started, stopped and scripted: in tests, in the demo, or from the command
 * line. They replace the vendors' clouds; nothing in this module is used in production.
 */
@NullMarked
package io.recordsync.simulator;

import org.jspecify.annotations.NullMarked;
