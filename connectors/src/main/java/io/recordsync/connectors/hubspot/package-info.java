/**
 * HubSpot by its CRM API: upserts by a unique property of our own, one or a hundred at a time in the same form. What is odd about it,
 * and why that matters, is in {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.hubspot;

import org.jspecify.annotations.NullMarked;
