package io.recordsync.starter.events;

import io.recordsync.store.ledger.Version;
import org.jspecify.annotations.Nullable;

/**
 * The part of an event's identity by which it is recognised when it comes again. The record is always part of the
 * identity too, and is not included here.
 */
final class Identity {

    private Identity() {}

    /** The event's own id, which its source assigns only once. */
    static String own(String source, String id) {
        // The separator must be the first blank: otherwise an event of one source could be taken for another source's.
        return source.replace(" ", "%20") + " " + id;
    }

    /**
     * The identity of an event without its own id. If its content has a version, its bytes identify it. Without a
     * version, the same bytes can come again later and mean a second change (such as a delete after the record was
     * created again). Then an event is the same only if it is read again at the same message position.
     */
    static String ofContent(EventMessage message, @Nullable Version version) {
        String content = Sha256.hex(message.value());
        return version != null ? content : message.arrival() + " " + content;
    }
}
