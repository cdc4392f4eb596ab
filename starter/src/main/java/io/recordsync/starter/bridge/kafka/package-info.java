/** Kafka: its clients and topics, the positions of messages, and the dead-letter topic. */
@NullMarked
package io.recordsync.starter.bridge.kafka;

import org.jspecify.annotations.NullMarked;
