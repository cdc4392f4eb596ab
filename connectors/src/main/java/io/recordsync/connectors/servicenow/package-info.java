/**
 * ServiceNow by its Table and Batch APIs: a record is looked up by our record id in a column of its own before it is created, alone or fifty at a
 * time. What is odd about it, and why that matters, is in {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.servicenow;

import org.jspecify.annotations.NullMarked;
