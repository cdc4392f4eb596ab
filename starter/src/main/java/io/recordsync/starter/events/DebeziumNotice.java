package io.recordsync.starter.events;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The messages that Debezium writes besides row changes, recognised by their shape, with or without the {@code schema}
 * wrapper. They say nothing about a record.
 */
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

    /** @param payload the message without the wrapper */
    static Optional<DebeziumNotice> of(JsonNode payload) {
        return Arrays.stream(values()).filter(one -> one.shape.test(payload)).findFirst();
    }

    /** A tombstone as the JSON converter writes it when schemas are enabled. */
    private static boolean isTombstone(JsonNode payload) {
        return payload.size() == 2
                && payload.path("schema").isNull()
                && payload.path("payload").isNull();
    }

    private static boolean isOperation(JsonNode payload, String op) {
        return payload.has("source") && payload.path("op").asString("").equals(op);
    }
}
