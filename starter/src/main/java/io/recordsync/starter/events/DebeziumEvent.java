package io.recordsync.starter.events;

import io.recordsync.store.Change;
import io.recordsync.store.Change.Form;
import io.recordsync.store.Change.Operation;
import io.recordsync.store.RecordKey;
import io.recordsync.store.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A row's change as Debezium writes it, with or without the {@code schema} wrapper. {@code after} is the whole row; the position in the
 * database's log is the version, and the event's identity.
 */
final class DebeziumEvent implements EventFormat {

    private final List<DebeziumTable> tables;

    DebeziumEvent(List<DebeziumTable> tables) {
        this.tables = List.copyOf(tables);
    }

    @Override
    public boolean looksLike(EventMessage message, Part body) {
        return isEnvelope(body.node()) || isEnvelope(body.node().path("payload"));
    }

    private static boolean isEnvelope(JsonNode node) {
        return node.has("op") && (node.has("source") || node.has("before") || node.has("after"));
    }

    @Override
    public Change read(EventMessage message, Part body) throws UnreadableException {
        Part envelope = isEnvelope(body.node()) ? body : body.object("payload");
        Operation operation = operation(envelope);
        Part source = envelope.object("source");
        DebeziumTable table = table(source);
        Part row = envelope.object(operation == Operation.DELETE ? "before" : "after");
        RecordKey key = Keys.record(Keys.DEFAULT_TENANT, table.entity(), row.id(table.keyColumn()));
        Optional<Version> position = LogPosition.of(source);
        String name = source.text("name") + "/" + table.table();
        return new Change(
                eventKey(message, envelope, name, position),
                key,
                name,
                operation,
                Form.SNAPSHOT,
                position.orElse(null),
                operation == Operation.DELETE ? Map.of() : Fields.of(row, Set.of(table.keyColumn())),
                message.door());
    }

    private static Operation operation(Part envelope) throws UnreadableException {
        return switch (envelope.text("op")) {
            case "c", "r" -> Operation.CREATE;
            case "u" -> Operation.UPDATE;
            case "d" -> Operation.DELETE;
            default -> throw envelope.wrong("op", "c, u, d or r");
        };
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

    /** Where the source says no position, the same bytes are the same event. */
    private static String eventKey(EventMessage message, Part envelope, String name, Optional<Version> position)
            throws UnreadableException {
        String identity = position.isPresent() ? position.get().toString() : Sha256.hex(message.value());
        return name + " " + identity + " " + envelope.text("op");
    }
}
