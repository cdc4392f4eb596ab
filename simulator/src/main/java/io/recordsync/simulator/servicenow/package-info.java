/**
 * Simulates ServiceNow's Table and Batch APIs: encoded queries that ignore what they do not understand, lists that are
 * limited before access rules hide records, hourly rate rules, and their errors.
 */
@NullMarked
package io.recordsync.simulator.servicenow;

import org.jspecify.annotations.NullMarked;
