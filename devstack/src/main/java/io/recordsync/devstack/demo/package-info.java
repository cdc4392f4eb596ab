/**
 * The main use case on a single machine: servers, simulators, a worker, a starter and a generated stream of events in
 * one program, with a live view. With {@code --once} it is a run that is audited against what the simulators hold.
 */
@NullMarked
package io.recordsync.devstack.demo;

import org.jspecify.annotations.NullMarked;
