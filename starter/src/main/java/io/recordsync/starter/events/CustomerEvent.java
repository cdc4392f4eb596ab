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

/**
 * {@code event_id, idempotency_key, event_type, source, entity, payload, metadata}. The payload holds the changed
 * fields.
 */
final class CustomerEvent implements EventFormat {

    @Override
    public boolean looksLike(EventMessage message, Part body) {
        return body.has("event_type") || body.has("event_id") || body.has("idempotency_key");
    }

    @Override
    public Reading read(EventMessage message, Part body) throws UnreadableException {
        Operation operation = operation(body);
        Part entity = body.object("entity");
        RecordKey key = EventKeys.record(tenant(body), entity.text("type"), entity.id("id"));
        String source = body.optionalText("source").orElse(message.channel());
        Optional<Version> occurred = body.eventTime("occurred_at");
        Optional<Version> version = entity.version("version").or(() -> occurred);
        return new Readable(new Change(
                eventKey(source, body),
                key,
                source,
                operation,
                Form.PATCH,
                version.orElse(null),
                operation == Operation.DELETE ? Map.of() : fields(body, key),
                message.door()));
    }

    private static Operation operation(Part body) throws UnreadableException {
        return switch (body.text("event_type")) {
            case "record.created" -> Operation.CREATE;
            case "record.updated" -> Operation.UPDATE;
            case "record.deleted" -> Operation.DELETE;
            default -> throw body.wrong("event_type", "record.created, record.updated or record.deleted");
        };
    }

    private static String tenant(Part body) throws UnreadableException {
        Optional<Part> metadata = body.optionalObject("metadata");
        return metadata.isPresent() && metadata.get().has("customer_id")
                ? metadata.get().id("customer_id")
                : EventKeys.DEFAULT_TENANT;
    }

    private static String eventKey(String source, Part body) throws UnreadableException {
        Optional<String> idempotencyKey = body.optionalText("idempotency_key");
        String own = idempotencyKey.isPresent() ? idempotencyKey.get() : body.text("event_id");
        return Identity.own(source, own);
    }

    /** A contact takes the entity's type as its own if the payload has none. */
    private static Map<String, @Nullable Object> fields(Part body, RecordKey key) throws UnreadableException {
        Map<String, @Nullable Object> fields = EventFields.of(body.object("payload"), Set.of());
        if (key.entity().equals(EventKeys.CONTACT)) {
            ContactType.settle(fields, body.object("entity").text("type"));
        }
        return fields;
    }
}
