/**
 * A simulated Outreach org: prospects and accounts in JSON:API, OAuth by refresh token, and the hourly limit. The
 * assumptions are in this module's README.
 */
@NullMarked
package io.recordsync.simulator.outreach;

import org.jspecify.annotations.NullMarked;
