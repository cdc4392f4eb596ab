package io.recordsync.connectors.database;

import java.util.List;

/** What a test's table and its columns are called. */
record Names(
        String object,
        String id,
        String recordId,
        String email,
        String name,
        String title,
        String modified,
        String deleted) {

    static final Names PLAIN =
            new Names("customer_contact", "id", "recordsync_id", "email", "last_name", "title", "updated_at", "");

    /** All that a name may hold, and what would break out of quotes. */
    static final Names ODD = new Names(
            "customer's \"contact\"; `--",
            "the \"id\"",
            "recordsync\"id",
            "e-mail `\"work\"",
            "Last name",
            "%s ? :title",
            "updated at",
            "");

    Names markingDeletes(String column) {
        return new Names(object, id, recordId, email, name, title, modified, column);
    }

    List<String> columns() {
        return List.of(id, recordId, email, name, title, modified);
    }
}
