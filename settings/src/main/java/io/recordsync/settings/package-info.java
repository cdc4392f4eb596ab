/**
 * How a process is configured, logs and reaches its servers. A setting is a component of a record with {@code @ConfigurationProperties} and
 * {@link io.recordsync.settings.Setting}; Spring binds and Jakarta Validation checks it, and all that is said of it to people is derived
 * from there. Settings that one module alone needs live in that module.
 *
 * <p>Temporal's client comes from its own Spring Boot autoconfiguration, without workers: the worker module builds those in code.
 */
@NullMarked
package io.recordsync.settings;

import org.jspecify.annotations.NullMarked;
