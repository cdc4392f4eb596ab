/**
 * Simulates Salesforce's REST API: client-credentials tokens, upsert by external id, collections, bulk jobs, SOQL
 * queries, the daily limit, and their errors.
 */
@NullMarked
package io.recordsync.simulator.salesforce;

import org.jspecify.annotations.NullMarked;
