package io.recordsync.starter.events;

import io.recordsync.starter.events.Reading.Readable;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Version;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code record, operation, timestamp, item}. The item is the whole record. The event has no id of its own. */
final class RecordEvent implements EventFormat {

    /** These fields are not data: the record's id is its key, and the time of its update is its version. */
    private static final Set<String> ENVELOPE = Set.of("id", "updated_at");

    @Override
    public boolean looksLike(EventMessage message, Part body) {
        return body.has("record") || body.has("item");
    }

    @Override
    public Reading read(EventMessage message, Part body) throws UnreadableException {
        Operation operation = operation(body);
        String entity = body.text("record");
        Part item = body.object("item");
        RecordKey key = EventKeys.record(EventKeys.DEFAULT_TENANT, entity, item.id("id"));
        Optional<Version> made = body.eventTime("timestamp");
        @Nullable Version version = item.version("updated_at").or(() -> made).orElse(null);
        return new Readable(new Change(
                Identity.ofContent(message, version),
                key,
                message.channel(),
                operation,
                Form.SNAPSHOT,
                version,
                operation == Operation.DELETE ? Map.of() : fields(item, key),
                message.door()));
    }

    private static Operation operation(Part body) throws UnreadableException {
        return switch (body.text("operation")) {
            case "create" -> Operation.CREATE;
            case "update" -> Operation.UPDATE;
            case "delete" -> Operation.DELETE;
            default -> throw body.wrong("operation", "create, update or delete");
        };
    }

    private static Map<String, @Nullable Object> fields(Part item, RecordKey key) {
        Map<String, @Nullable Object> fields = EventFields.of(item, ENVELOPE);
        if (key.entity().equals(EventKeys.CONTACT)) {
            ContactType.settle(fields);
        }
        return fields;
    }
}
