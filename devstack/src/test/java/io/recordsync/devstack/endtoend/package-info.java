/**
 * Tests of a complete installation as users run it: real servers, a worker and a starter as processes of their own, and
 * the vendors' simulators. The assertions check what the simulators contain and received, what Temporal and the ledger
 * show, and what the log says.
 */
@NullMarked
package io.recordsync.devstack.endtoend;

import org.jspecify.annotations.NullMarked;
