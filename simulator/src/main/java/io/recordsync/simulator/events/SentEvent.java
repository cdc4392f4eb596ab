package io.recordsync.simulator.events;

import java.time.LocalDateTime;

/**
 * The content of one sent message.
 *
 * @param index from 0, the message's identity in its stream
 * @param recordId also the message key; for a malformed message, only the key
 * @param version the record's version at its source, in UTC; strictly later with each event
 * @param contactType the record's type, even if the message does not contain it
 * @param person the record's content after the event; for a delete, before it
 * @param malformed true when the message cannot be interpreted; it then belongs to no record
 */
public record SentEvent(
        long index,
        String recordId,
        Operation operation,
        LocalDateTime version,
        String contactType,
        Person person,
        boolean malformed) {}
