/**
 * ServiceNow by its Table and Batch APIs: before a record is created, alone or in a batch of up to fifty, it is looked
 * up by our record id in a column of its own. What is special about it, and why it matters, is described in
 * {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.servicenow;

import org.jspecify.annotations.NullMarked;
