/**
 * What every process of recordsync has: its start and end, the connections to its servers, its heartbeat, error ids,
 * logging and metrics.
 *
 * <p>Temporal's client comes from its own Spring Boot autoconfiguration, without workers: the worker module creates
 * those in code.
 */
@NullMarked
package io.recordsync.process;

import org.jspecify.annotations.NullMarked;
