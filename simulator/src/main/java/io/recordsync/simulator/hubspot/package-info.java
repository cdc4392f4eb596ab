/** Simulates HubSpot's CRM API: single and batch writes, search, the ten-second and daily limits, and their errors. */
@NullMarked
package io.recordsync.simulator.hubspot;

import org.jspecify.annotations.NullMarked;
