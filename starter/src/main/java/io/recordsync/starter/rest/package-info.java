/** The REST API: another door for events, and what people and tools ask and do. Answers show keys, states and reasons, never record content. */
@NullMarked
package io.recordsync.starter.rest;

import org.jspecify.annotations.NullMarked;
