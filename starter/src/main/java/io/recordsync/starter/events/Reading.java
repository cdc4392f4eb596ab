package io.recordsync.starter.events;

import io.recordsync.store.Change;
import java.util.Optional;

/** What reading made of a message. */
public sealed interface Reading {

    record Readable(Change change) implements Reading {}

    /**
     * It says nothing of a record, as a tombstone or a heartbeat does.
     *
     * @param warning what people should know of it, as part of a sentence, without content; empty for what is usual
     */
    record Ignored(Optional<String> warning) implements Reading {}

    /** @param reason a sentence for people, without anything of the content */
    record Unreadable(String reason) implements Reading {}
}
