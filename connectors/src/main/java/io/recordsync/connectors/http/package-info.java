/**
 * How connectors call a vendor: one HTTP client with its time limits, permits and redaction, OAuth tokens, and error tables. What is said
 * here holds for every vendor; what holds for one of them is in its own package.
 */
@NullMarked
package io.recordsync.connectors.http;

import org.jspecify.annotations.NullMarked;
