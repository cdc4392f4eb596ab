/**
 * HTTP for the simulators: a simple request, a simple reply or a broken connection, and the server that transfers them
 * on the loopback interface. This package contains nothing specific to a vendor.
 */
@NullMarked
package io.recordsync.simulator.http;

import org.jspecify.annotations.NullMarked;
