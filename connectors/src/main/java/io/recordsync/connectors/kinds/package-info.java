/** The kinds of systems: what each is called, which settings it has, and how its connector is made. */
@NullMarked
package io.recordsync.connectors.kinds;

import org.jspecify.annotations.NullMarked;
