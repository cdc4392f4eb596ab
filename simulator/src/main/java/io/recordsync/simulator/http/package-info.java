/**
 * HTTP as the simulators see it: a plain request, a plain reply or a broken connection, and the server that carries
 * them on the loopback interface. Knows no vendor.
 */
@NullMarked
package io.recordsync.simulator.http;

import org.jspecify.annotations.NullMarked;
