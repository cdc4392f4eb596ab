/**
 * The processing of a call, which is the same for all simulated systems: count, outage, admission, fault, effect; and
 * the control API. Each vendor's own behaviour is plugged in here.
 */
@NullMarked
package io.recordsync.simulator.vendor;

import org.jspecify.annotations.NullMarked;
