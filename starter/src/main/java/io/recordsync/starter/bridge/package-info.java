/**
 * Carries events from Kafka into the ledger and to Temporal. Each poll is accepted, its records' workflows are
 * notified, and unreadable messages are published to the dead-letter topic; only then is the poll committed. A poll
 * that cannot be accepted is retried with exponential waits. The package also holds backpressure, the sweep, and the
 * activity that copies parked deliveries to the dead-letter topic.
 */
@NullMarked
package io.recordsync.starter.bridge;

import org.jspecify.annotations.NullMarked;
