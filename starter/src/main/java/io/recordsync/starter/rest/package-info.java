/**
 * The REST API: a door for events, and what people ask of records and do with them. Answers are records of this package, and hold ids,
 * states, counts and reasons, never a record's content. Errors are problem details (RFC 9457) with an error id that is in the log too.
 */
@NullMarked
package io.recordsync.starter.rest;

import org.jspecify.annotations.NullMarked;
