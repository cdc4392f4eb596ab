/** The circuits of systems and of accounts: while one is open, no call is made but a probe now and then. */
@NullMarked
package io.recordsync.worker.delivery.circuit;

import org.jspecify.annotations.NullMarked;
