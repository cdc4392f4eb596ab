/**
 * The REST API: an entry point for events, and the requests by which people see and change the state of records.
 * Answers are records of this package. They hold ids, states, counts and reasons, never a record's content. Errors are
 * problem details (RFC 9457) with an error id that is in the log too.
 */
@NullMarked
package io.recordsync.starter.rest;

import org.jspecify.annotations.NullMarked;
