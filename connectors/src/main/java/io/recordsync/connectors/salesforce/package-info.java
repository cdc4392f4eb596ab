/**
 * Salesforce by its REST API: single upserts by external id, sObject Collections for many. What is odd about it, and why that matters,
 * is in {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.salesforce;

import org.jspecify.annotations.NullMarked;
