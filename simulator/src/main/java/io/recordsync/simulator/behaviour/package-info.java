/** How a simulated system differs from one that keeps and shows all values as they are written. */
@NullMarked
package io.recordsync.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
