/**
 * A receiver of webhooks as a customer would write it: it checks signatures by the Standard Webhooks specification,
 * drops repeated messages, and stores records by their record id.
 */
@NullMarked
package io.recordsync.simulator.webhook;

import org.jspecify.annotations.NullMarked;
