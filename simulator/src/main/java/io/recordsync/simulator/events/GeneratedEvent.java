package io.recordsync.simulator.events;

/**
 * A message to send.
 *
 * @param key the record id
 * @param value the text of the message, to be sent as UTF-8
 * @param sent the content of the message
 */
public record GeneratedEvent(String key, String value, SentEvent sent) {}
