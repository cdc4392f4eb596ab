/**
 * ServiceNow as its Table and Batch APIs show it: encoded queries that forgive too much, rows cut before access rules hide some, hourly rate
 * rules, and the errors of each.
 */
@NullMarked
package io.recordsync.simulator.servicenow;

import org.jspecify.annotations.NullMarked;
