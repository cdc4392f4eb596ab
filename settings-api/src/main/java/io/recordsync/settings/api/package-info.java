/**
 * How a record declares its settings. The module {@code settings} reads the values; this package depends on nothing, so
 * that every module can declare settings.
 */
@NullMarked
package io.recordsync.settings.api;

import org.jspecify.annotations.NullMarked;
