/**
 * Simulates Pipedrive's API v2: persons, deals and organizations, their fields, lists and searches, the token budget
 * and the burst windows, and their errors.
 */
@NullMarked
package io.recordsync.simulator.pipedrive;

import org.jspecify.annotations.NullMarked;
