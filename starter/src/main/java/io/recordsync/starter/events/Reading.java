package io.recordsync.starter.events;

import io.recordsync.store.ledger.Change;
import java.util.Optional;

/** The result of reading a message. */
public sealed interface Reading {

    record Readable(Change change) implements Reading {}

    /**
     * The message says nothing about a record, as a tombstone or a heartbeat does.
     *
     * @param warning what people should know about it, as part of a sentence, without record content; empty for usual
     * messages
     */
    record Ignored(Optional<String> warning) implements Reading {}

    /** @param reason the reason as part of a sentence for people, without record content */
    record Unreadable(String reason) implements Reading {}
}
