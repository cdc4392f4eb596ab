package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.Write;

/**
 * A row that a bulk job has refused.
 *
 * @param error Salesforce's text: a code, a sentence and the fields
 */
record RefusedRow(Write write, String error) {}
