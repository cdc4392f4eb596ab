/**
 * Takes changes in: accepts them into the ledger, and notifies Temporal. A poll from Kafka is sorted first, and what
 * cannot be read or accepted becomes a dead letter.
 */
@NullMarked
package io.recordsync.starter.bridge.intake;

import org.jspecify.annotations.NullMarked;
