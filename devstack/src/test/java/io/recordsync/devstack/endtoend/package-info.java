/**
 * The whole of recordsync as its users run it: real servers, worker and starter as processes of their own, the vendors' simulators. What is
 * asserted is what the simulators hold and saw, what Temporal and the ledger show, and what the log says.
 */
@NullMarked
package io.recordsync.devstack.endtoend;

import org.jspecify.annotations.NullMarked;
