/**
 * The contract between whoever starts or asks and whoever carries out: workflow and activity interfaces, their messages, task queue names,
 * search attributes, failure types, and the form in which messages travel. Messages carry keys, revisions and counts, never record content.
 */
@NullMarked
package io.recordsync.workflows;

import org.jspecify.annotations.NullMarked;
