package io.recordsync.connectors.database;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement, and the values of its parameters. */
record Sql(String text, List<@Nullable Object> values) {

    Sql {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    static Sql of(String text) {
        return new Sql(text, List.of());
    }
}
