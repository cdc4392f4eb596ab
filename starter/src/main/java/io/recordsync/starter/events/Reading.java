package io.recordsync.starter.events;

import io.recordsync.store.Change;

/** What reading made of a message. */
public sealed interface Reading {

    record Readable(Change change) implements Reading {}

    /** There is nothing to do, as with a tombstone. */
    record Ignored() implements Reading {}

    /** @param reason a sentence for people, without anything of the content */
    record Unreadable(String reason) implements Reading {}
}
