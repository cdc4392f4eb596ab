/**
 * A receiver of webhooks: every change is a signed message after the Standard Webhooks specification. It is no CRM: it takes messages, says
 * that it has them, and no more. What is odd about that, and why it matters, is in {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.webhook;

import org.jspecify.annotations.NullMarked;
