/**
 * The configuration, logging and server connections of a process. A setting is a component of a record with
 * {@code @ConfigurationProperties} and {@link io.recordsync.settings.Setting}. Spring binds it, Jakarta Validation
 * checks it, and its documentation and error messages are derived from it. Settings that only one module needs are in
 * that module.
 *
 * <p>Temporal's client comes from its own Spring Boot autoconfiguration, without workers: the worker module creates
 * those in code.
 */
@NullMarked
package io.recordsync.settings;

import org.jspecify.annotations.NullMarked;
