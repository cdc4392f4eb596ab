package io.recordsync.starter.events;

import io.recordsync.starter.events.Reading.Ignored;
import io.recordsync.starter.events.Reading.Readable;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A row's change in Debezium's format, with or without the {@code schema} wrapper. {@code after} is the whole row
 * except for the values that the connector left out. The changes are in the order of the messages. The position in the
 * database's log is the version, by which changes from different partitions are compared.
 */
final class DebeziumEvent implements EventFormat {

    private static final Reading NOTHING = new Ignored(Optional.empty());
    private static final Reading TRUNCATED = new Ignored(Optional.of(
            "a table was truncated at its source. This deletes no record here: send a delete for each that is gone"));

    private final List<DebeziumTable> tables;
    private final LeftOut leftOut;

    DebeziumEvent(List<DebeziumTable> tables, LeftOut leftOut) {
        this.tables = List.copyOf(tables);
        this.leftOut = leftOut;
    }

    @Override
    public boolean looksLike(EventMessage message, Part body) {
        JsonNode payload = payload(body).node();
        return isEnvelope(payload) || DebeziumNotice.of(payload).isPresent();
    }

    private static boolean isEnvelope(JsonNode node) {
        return node.has("op") && (node.has("source") || node.has("before") || node.has("after"));
    }

    /** The payload without the {@code schema} wrapper. */
    private static Part payload(Part body) {
        JsonNode payload = body.node().path("payload");
        return payload.isObject() && !isEnvelope(body.node()) ? new Part("payload", payload) : body;
    }

    @Override
    public Reading read(EventMessage message, Part body) throws UnreadableException {
        Part payload = payload(body);
        Optional<DebeziumNotice> notice = DebeziumNotice.of(payload.node());
        if (notice.isPresent()) {
            return notice.get() == DebeziumNotice.TRUNCATE ? TRUNCATED : NOTHING;
        }
        return new Readable(change(message, payload));
    }

    private Change change(EventMessage message, Part envelope) throws UnreadableException {
        Operation operation = operation(envelope);
        Part source = envelope.object("source");
        DebeziumTable table = table(source);
        Part row = envelope.object(operation == Operation.DELETE ? "before" : "after");
        RecordKey key = EventKeys.record(EventKeys.DEFAULT_TENANT, table.entity(), row.id(table.keyColumn()));
        Optional<Version> position = LogPosition.of(source);
        String name = source.text("name") + "/" + table.table();
        Map<String, @Nullable Object> fields = EventFields.of(row, Set.of(table.keyColumn()));
        Set<String> unspoken = unspoken(row);
        fields.keySet().removeAll(unspoken);
        return new Change(
                eventKey(message, envelope, name, position),
                key,
                name,
                operation,
                Form.SNAPSHOT,
                position.orElse(null),
                operation == Operation.DELETE ? Map.of() : fields,
                unspoken,
                message.place(),
                message.door());
    }

    private static Operation operation(Part envelope) throws UnreadableException {
        return switch (envelope.text("op")) {
            case "c" -> Operation.CREATE;
            case "u" -> Operation.UPDATE;
            case "d" -> Operation.DELETE;
            case "r" -> Operation.OBSERVED;
            default -> throw envelope.wrong("op", "c, u, d, r, t or m");
        };
    }

    private Set<String> unspoken(Part row) {
        return row.node().properties().stream()
                .filter(column -> leftOut.matches(column.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private DebeziumTable table(Part source) throws UnreadableException {
        String table = source.text("table");
        List<String> names = Stream.of(source.optionalText("schema"), source.optionalText("db"))
                .flatMap(Optional::stream)
                .map(container -> container + "." + table)
                .toList();
        return tables.stream()
                .filter(one -> one.table().equals(table) || names.contains(one.table()))
                .findFirst()
                .orElseThrow(
                        () -> new UnreadableException("DEBEZIUM_TABLES does not name the table that it comes from"));
    }

    /**
     * Identifies the change, because a connector sends it again after a restart, with the same position. The row itself
     * is part of the key too, for connectors that do not number the changes within one position.
     */
    private static String eventKey(EventMessage message, Part envelope, String name, Optional<Version> position)
            throws UnreadableException {
        String op = envelope.text("op");
        String identity = LogPosition.marks(envelope.object("source"))
                .map(marks -> Sha256.hex("%s\n%s\n%s"
                        .formatted(
                                marks,
                                envelope.node().path("before"),
                                envelope.node().path("after"))
                        .getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> Identity.ofContent(message, null));
        return position.map(at -> name + " " + at).orElse(name) + " " + op + " " + identity;
    }
}
