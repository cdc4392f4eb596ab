/**
 * The interface that recordsync has to a system. Field and object names are the system's own; all systems share one
 * form: a {@link io.recordsync.connectors.Connector} writes and deletes records, reports errors by one vocabulary, and
 * states what its account allows. Each system has its own package below this one, with the same kinds of files:
 * {@code XConnector}, {@code XSettings}, {@code XErrors}, {@code BEHAVIOR.md}.
 */
@NullMarked
package io.recordsync.connectors;

import org.jspecify.annotations.NullMarked;
