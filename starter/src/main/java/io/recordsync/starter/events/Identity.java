package io.recordsync.starter.events;

import io.recordsync.store.Version;
import org.jspecify.annotations.Nullable;

/** What an event is known by when it comes again. The record that it is about is always part of it, and is not said here. */
final class Identity {

    private Identity() {}

    /** The event's own id, which its source gives out once. */
    static String own(String source, String id) {
        // The blank between the two must be the first one, else one source's event could pass for another's.
        return source.replace(" ", "%20") + " " + id;
    }

    /**
     * Of an event without an id of its own: its bytes, where they hold a version. Without one, the same bytes can be said again later and mean a
     * second change (a delete after the record was made anew): then only what is read again at the same place is the same event.
     */
    static String ofContent(EventMessage message, @Nullable Version version) {
        String content = Sha256.hex(message.value());
        return version != null ? content : message.arrival() + " " + content;
    }
}
