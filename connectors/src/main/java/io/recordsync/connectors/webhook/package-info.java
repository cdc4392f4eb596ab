/**
 * A receiver of webhooks: every change is sent as a signed message of the Standard Webhooks specification. A receiver
 * is not a CRM: it accepts messages, confirms them, and does nothing else. What is special about that, and why it
 * matters, is described in {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.webhook;

import org.jspecify.annotations.NullMarked;
