/**
 * Workflow code: what must run the same again when a history is replayed. No clock but the workflow's, no settings, no I/O, no randomness;
 * architecture rules hold that.
 */
@NullMarked
package io.recordsync.worker.workflow;

import org.jspecify.annotations.NullMarked;
