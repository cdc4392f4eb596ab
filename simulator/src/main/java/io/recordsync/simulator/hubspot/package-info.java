/**
 * HubSpot as its CRM API shows it: single and batch writes, search, the ten-second and the daily limit, and the errors
 * of each.
 */
@NullMarked
package io.recordsync.simulator.hubspot;

import org.jspecify.annotations.NullMarked;
