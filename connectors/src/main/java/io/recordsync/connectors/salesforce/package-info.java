/**
 * Salesforce by its REST API: single upserts by external id, sObject Collections and Bulk API 2.0 jobs for many. What
 * is special about it, and why it matters, is described in {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.salesforce;

import org.jspecify.annotations.NullMarked;
