/**
 * Workflow code, which must run the same way when a history is replayed. It uses no clock but the workflow's, no
 * settings, no I/O and no randomness; architecture rules check this.
 */
@NullMarked
package io.recordsync.worker.workflow;

import org.jspecify.annotations.NullMarked;
