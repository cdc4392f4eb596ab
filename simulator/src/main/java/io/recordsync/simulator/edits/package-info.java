/** Edits that people make in the user interface of a simulated system, besides what clients write through its API. */
@NullMarked
package io.recordsync.simulator.edits;

import org.jspecify.annotations.NullMarked;
