package io.recordsync.starter;

/** Messages about contacts. */
public final class Contacts {

    private Contacts() {}

    /** An update of a lead, in the form of a customer event. */
    public static String update(String id, int version) {
        return "{\"record\":\"contacts\",\"operation\":\"update\",\"item\":{\"id\":\"%s\",\"name\":\"Alice %d\",\"contact\":\"lead\",\"updated_at\":%d}}"
                .formatted(id, version, version);
    }
}
