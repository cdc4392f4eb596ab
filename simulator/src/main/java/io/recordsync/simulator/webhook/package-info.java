/**
 * A receiver of webhooks, as a customer would write one: it checks signatures after the Standard Webhooks specification, drops what it has
 * had before, and keeps records by their record id.
 */
@NullMarked
package io.recordsync.simulator.webhook;

import org.jspecify.annotations.NullMarked;
