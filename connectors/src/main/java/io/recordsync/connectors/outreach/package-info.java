/**
 * Outreach by its REST API: prospects found by e-mail address, accounts by a custom id, one call for each record. What is odd about it,
 * and why that matters, is in {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.outreach;

import org.jspecify.annotations.NullMarked;
