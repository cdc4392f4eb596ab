/**
 * HubSpot by its CRM API: upserts by a unique property of our own, in batches of 1 to 100. What is special about it,
 * and why it matters, is described in {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.hubspot;

import org.jspecify.annotations.NullMarked;
