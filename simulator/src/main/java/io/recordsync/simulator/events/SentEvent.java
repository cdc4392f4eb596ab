package io.recordsync.simulator.events;

import java.time.LocalDateTime;

/**
 * What one sent message said.
 *
 * @param index from 0, the message's identity in its stream
 * @param recordId also the message key; of a malformed message, the key alone
 * @param version the record's version by its source, in UTC; strictly later with each event
 * @param contactType the record's type, also where the message leaves it out
 * @param person the record's content after the event; of a delete, before it
 * @param malformed true when nothing can make sense of the message; it then counts for no record
 */
public record SentEvent(
        long index,
        String recordId,
        Operation operation,
        LocalDateTime version,
        String contactType,
        Person person,
        boolean malformed) {}
