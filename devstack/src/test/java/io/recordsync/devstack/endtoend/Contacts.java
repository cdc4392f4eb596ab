package io.recordsync.devstack.endtoend;

import java.time.LocalDateTime;
import java.util.Locale;

/** Record events of invented contacts. */
final class Contacts {

    private static final LocalDateTime FIRST = LocalDateTime.of(2026, 1, 1, 0, 0);

    private Contacts() {}

    /**
     * @param operation create, update or delete
     * @param type a lead goes to Salesforce, a customer to HubSpot
     * @param version the record's version, counted from 1
     */
    static String event(String operation, String id, String type, int version) {
        return String.format(
                Locale.ROOT,
                """
                {"record":"contacts","operation":"%s","timestamp":"%s",
                 "item":{"id":"%s","name":"Pat %s","email":"%s@example.com","phone":"+1-202-555-%04d","contact":"%s",
                         "updated_at":"%s"}}
                """,
                operation,
                time(version),
                id,
                id,
                id.toLowerCase(Locale.ROOT),
                version,
                type,
                time(version));
    }

    static String phone(int version) {
        return String.format(Locale.ROOT, "+1202555%04d", version);
    }

    private static LocalDateTime time(int version) {
        return FIRST.plusSeconds(version);
    }
}
