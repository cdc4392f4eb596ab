package io.recordsync.simulator.vendor;

import io.recordsync.simulator.edits.Edits;
import io.recordsync.simulator.store.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A contact that is pushed into a system under our record id: it is made if no contact carries the id, and edited
 * otherwise. The same body can be used for all systems: {@code {record_id, full_name, email_address, status}}.
 */
final class ContactPush {

    private final Edits edits;
    private final Simulator simulator;

    ContactPush(Simulator simulator) {
        this.simulator = simulator;
        this.edits = simulator.edits();
    }

    /**
     * @param body {@code record_id} is a number or a text; what is absent stays as it is
     * @throws IllegalArgumentException when the body has another field, or a status for a system that has none
     */
    StoredObject apply(JsonNode body) {
        ContactFields names = simulator.kind().contactFields();
        String recordId = text(body.required("record_id"));
        Map<String, String> fields = fields(body, names);
        return simulator.store().atomically(() -> {
            List<StoredObject> known = simulator.store().having(edits.contacts(), names.recordId(), recordId);
            return known.isEmpty()
                    ? edits.make(edits.contacts(), with(fields, names.recordId(), recordId))
                    : edits.edit(edits.contacts(), known.getFirst().id(), fields);
        });
    }

    private Map<String, String> fields(JsonNode body, ContactFields names) {
        Map<String, String> fields = new HashMap<>();
        body.properties().forEach(member -> {
            String value = text(member.getValue());
            switch (member.getKey()) {
                case "record_id" -> {}
                case "full_name" -> fields.putAll(names.ofName(value));
                case "email_address" -> fields.put(names.email(), value);
                case "status" -> fields.put(statusField(), value);
                default ->
                    throw new IllegalArgumentException("A push has no field " + member.getKey()
                            + "; its fields are record_id, full_name, email_address and status.");
            }
        });
        return fields;
    }

    private String statusField() {
        if (edits.status().isEmpty()) {
            throw new IllegalArgumentException("Contacts of " + simulator.name() + " have no status.");
        }
        return edits.status();
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> more = new HashMap<>(fields);
        more.put(name, value);
        return more;
    }

    private static String text(JsonNode value) {
        if (value.isContainer()) {
            throw new IllegalArgumentException("A push has only numbers and texts.");
        }
        return value.isNull() ? "" : value.asString();
    }
}
