/**
 * What can be set, and reading it from flags, the environment and a file. A setting is a component of a record with
 * {@code @ConfigurationProperties} and {@link io.recordsync.settings.api.Setting}. Jakarta Validation checks it, and
 * its documentation and error messages are derived from it. Settings that only one module needs are in that module.
 */
@NullMarked
package io.recordsync.settings;

import org.jspecify.annotations.NullMarked;
