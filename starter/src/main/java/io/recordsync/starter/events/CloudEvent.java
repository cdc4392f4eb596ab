package io.recordsync.starter.events;

import io.recordsync.starter.events.Reading.Readable;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Version;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * CloudEvents 1.0, structured or binary (the attributes are headers, and the value is the data). The data holds the
 * changed fields. The event's time, if present, is its version.
 */
final class CloudEvent implements EventFormat {

    private static final String HEADER = "ce_";
    private static final String STRUCTURED = "application/cloudevents+json";

    /** Whether the headers show an event in binary mode, whose value is its data. */
    static boolean isBinary(EventMessage message) {
        return message.headers().containsKey(HEADER + "specversion")
                || message.headers().containsKey(HEADER + "id");
    }

    @Override
    public boolean looksLike(EventMessage message, Part body) {
        return isBinary(message)
                || message.headers().getOrDefault("content-type", "").startsWith(STRUCTURED)
                || body.has("specversion");
    }

    @Override
    public Reading read(EventMessage message, Part body) throws UnreadableException {
        return new Readable(isBinary(message) ? change(message, attributes(message), body) : structured(message, body));
    }

    private static Change structured(EventMessage message, Part body) throws UnreadableException {
        boolean hasData = !operation(body).equals(Operation.DELETE);
        return change(message, body, hasData ? body.object("data") : body);
    }

    private static Change change(EventMessage message, Part attributes, Part data) throws UnreadableException {
        if (!attributes.text("specversion").equals("1.0")) {
            throw attributes.wrong("specversion", "1.0");
        }
        Operation operation = operation(attributes);
        RecordKey key = key(attributes);
        String source = attributes.text("source");
        return new Change(
                Identity.own(source, attributes.text("id")),
                key,
                source,
                operation,
                Form.PATCH,
                attributes.eventTime("time").orElse((Version) null),
                operation == Operation.DELETE ? Map.of() : fields(data, key),
                message.door());
    }

    private static Part attributes(EventMessage message) throws UnreadableException {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        message.headers().forEach((name, value) -> {
            if (name.startsWith(HEADER)) {
                attributes.put(name.substring(HEADER.length()), value);
            }
        });
        return Body.checked(attributes);
    }

    private static Operation operation(Part attributes) throws UnreadableException {
        String type = attributes.text("type");
        if (type.endsWith("created")) {
            return Operation.CREATE;
        }
        if (type.endsWith("updated")) {
            return Operation.UPDATE;
        }
        if (type.endsWith("deleted")) {
            return Operation.DELETE;
        }
        throw attributes.wrong("type", "a text that ends in created, updated or deleted");
    }

    private static RecordKey key(Part attributes) throws UnreadableException {
        String[] subject = attributes.text("subject").split("/", 2);
        if (subject.length != 2 || subject[1].isEmpty()) {
            throw attributes.wrong("subject", "the entity and the id of the record, separated by a slash");
        }
        return EventKeys.record(EventKeys.DEFAULT_TENANT, subject[0], subject[1]);
    }

    private static Map<String, @Nullable Object> fields(Part data, RecordKey key) {
        Map<String, @Nullable Object> fields = EventFields.of(data, Set.of());
        if (key.entity().equals(EventKeys.CONTACT)) {
            ContactType.settle(fields);
        }
        return fields;
    }
}
