/**
 * The contract between the processes that start or query workflows and those that execute them: workflow and activity
 * interfaces, their messages, task queue names, search attributes, failure types, and the form of messages in Temporal.
 * Messages carry keys, revisions and counts, never record content.
 */
@NullMarked
package io.recordsync.workflows;

import org.jspecify.annotations.NullMarked;
