package io.recordsync.starter.events;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What Debezium writes beside the changes of rows, by its shape, with or without the {@code schema} wrapper. It says nothing of a record. */
enum DebeziumNotice {
    TOMBSTONE(DebeziumNotice::isTombstone),
    TRUNCATE(payload -> isOperation(payload, "t")),
    MESSAGE(payload -> isOperation(payload, "m")),
    HEARTBEAT(payload -> payload.size() == 1 && payload.path("ts_ms").isNumber()),
    SCHEMA_CHANGE(payload -> payload.has("databaseName") && payload.has("ddl") && !payload.has("op")),
    TRANSACTION(
            payload -> Set.of("BEGIN", "END").contains(payload.path("status").asString(""))
                    && payload.has("id")
                    && payload.has("data_collections"));

    private final Predicate<JsonNode> shape;

    DebeziumNotice(Predicate<JsonNode> shape) {
        this.shape = shape;
    }

    /** @param payload without the wrapper */
    static Optional<DebeziumNotice> of(JsonNode payload) {
        return Arrays.stream(values()).filter(one -> one.shape.test(payload)).findFirst();
    }

    /** What the JSON converter makes of no value, where it writes schemas. */
    private static boolean isTombstone(JsonNode payload) {
        return payload.size() == 2
                && payload.path("schema").isNull()
                && payload.path("payload").isNull();
    }

    private static boolean isOperation(JsonNode payload, String op) {
        return payload.has("source") && payload.path("op").asString("").equals(op);
    }
}
