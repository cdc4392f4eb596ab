/**
 * Outreach by its REST API: prospects are found by e-mail address, accounts by a custom id, and each record is written
 * with a call of its own. What is special about it, and why it matters, is described in {@code BEHAVIOR.md} beside this
 * file.
 */
@NullMarked
package io.recordsync.connectors.outreach;

import org.jspecify.annotations.NullMarked;
