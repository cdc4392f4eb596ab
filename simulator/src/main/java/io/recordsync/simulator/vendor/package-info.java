/**
 * The way of one call through any simulated system: count, outage, admission, fault, effect; and the control path
 * beside it. The vendors' own behaviour plugs in here.
 */
@NullMarked
package io.recordsync.simulator.vendor;

import org.jspecify.annotations.NullMarked;
