/**
 * A simulated Outreach org: prospects and accounts in JSON:API, OAuth by refresh token, the hourly limit. What is assumed is in this
 * module's README.
 */
@NullMarked
package io.recordsync.simulator.outreach;

import org.jspecify.annotations.NullMarked;
