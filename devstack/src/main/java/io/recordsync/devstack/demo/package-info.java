/**
 * The main job on this machine alone: servers, simulators, a worker, a starter and a generated stream in one program, with a live view; or, with
 * {@code --once}, a run that is audited against what the simulators hold.
 */
@NullMarked
package io.recordsync.devstack.demo;

import org.jspecify.annotations.NullMarked;
