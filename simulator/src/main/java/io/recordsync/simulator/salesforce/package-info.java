/**
 * Salesforce as its REST API shows it: client-credentials tokens, upsert by external id, collections, SOQL queries, the
 * daily limit, and the errors of each.
 */
@NullMarked
package io.recordsync.simulator.salesforce;

import org.jspecify.annotations.NullMarked;
