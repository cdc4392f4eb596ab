package io.recordsync.starter;

import java.util.Locale;

/** Messages about contacts. */
public final class ContactMessages {

    private ContactMessages() {}

    /** An update of a lead, in the form of a customer event. */
    public static String update(String id, int version) {
        return String.format(
                Locale.ROOT,
                "{\"record\":\"contacts\",\"operation\":\"update\",\"item\":{\"id\":\"%s\",\"name\":\"Alice"
                        + " %d\",\"contact\":\"lead\",\"updated_at\":%d}}",
                id,
                version,
                version);
    }
}
