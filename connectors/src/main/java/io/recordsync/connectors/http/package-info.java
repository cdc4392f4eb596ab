/**
 * How connectors call a vendor: one HTTP client with its time limits, permits and redaction, OAuth tokens, and error
 * tables. This package contains what is common to all vendors; everything specific to one vendor is in its own package.
 */
@NullMarked
package io.recordsync.connectors.http;

import org.jspecify.annotations.NullMarked;
