/**
 * Pipedrive as its API v2 shows it: persons, deals and organizations, their fields, lists, searches, the budget of tokens
 * and the burst windows, and the errors of each.
 */
@NullMarked
package io.recordsync.simulator.pipedrive;

import org.jspecify.annotations.NullMarked;
