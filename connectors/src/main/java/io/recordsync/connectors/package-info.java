/**
 * What recordsync asks of a system, in the system's own terms but for their form: a {@link io.recordsync.connectors.Connector} writes
 * and deletes records, says what went wrong by one vocabulary, and tells what its account allows. Each system has a package of its own
 * below this one, with the same cast of files: {@code XConnector}, {@code XSettings}, {@code XErrors}, {@code BEHAVIOR.md}.
 */
@NullMarked
package io.recordsync.connectors;

import org.jspecify.annotations.NullMarked;
