/**
 * The commands of {@code recordsync} that start processes, send events, and show and change the state of records. Those
 * that show and change state use the REST API.
 */
@NullMarked
package io.recordsync.starter.cli;

import org.jspecify.annotations.NullMarked;
