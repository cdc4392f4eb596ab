package io.recordsync.simulator.webhook;

import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The receiver's handling of one message: checks it, and stores its record. Must be called atomically. */
final class WebhookRecords {

    static final String RECORD_ID = "recordId";
    static final String EMAIL = "email";

    private static final String UPSERTED = ".upserted";
    private static final String DELETED = ".deleted";

    private final CrmStore store;
    private final Faults faults;
    private final Set<String> accepted = new HashSet<>();

    WebhookRecords(CrmStore store, Faults faults) {
        this.store = store;
        this.faults = faults;
    }

    /**
     * Stores the record of a message, unless the message was accepted before.
     *
     * @return true for a record that did not exist
     * @throws WebhookRefusal when the message or its record is not valid
     */
    boolean take(String messageId, JsonNode message, Arrival arrival) {
        if (accepted.contains(messageId)) {
            return false;
        }
        boolean created = apply(message, arrival);
        accepted.add(messageId);
        return created;
    }

    private boolean apply(JsonNode message, Arrival arrival) {
        String type = message.path("type").asString("");
        String recordId = message.path("data").path(RECORD_ID).asString("");
        if (!recordId.isEmpty() && type.endsWith(UPSERTED)) {
            return upsert(objectOf(type, UPSERTED), fields(recordId, message), arrival);
        }
        if (!recordId.isEmpty() && type.endsWith(DELETED)) {
            known(objectOf(type, DELETED), recordId).ifPresent(record -> store.delete(record, arrival));
            return false;
        }
        throw WebhookRefusal.of(422, "A message needs a known type and a recordId.");
    }

    private static String objectOf(String type, String event) {
        return type.substring(0, type.length() - event.length());
    }

    private boolean upsert(String object, Map<String, String> fields, Arrival arrival) {
        Optional<StoredObject> known = known(object, fields.getOrDefault(RECORD_ID, ""));
        wrongField(fields).map(WebhookRefusal::field).ifPresent(refusal -> {
            store.refuse(object, known.orElse(null), fields, refusal.reason(), arrival);
            throw refusal;
        });
        if (known.isPresent()) {
            store.update(known.get(), fields, arrival);
        } else {
            store.create(object, fields, arrival);
        }
        return known.isEmpty();
    }

    private Optional<StoredObject> known(String object, String recordId) {
        return store.having(object, RECORD_ID, recordId).stream().findFirst();
    }

    private Optional<String> wrongField(Map<String, String> fields) {
        if (faults.refuses(fields.getOrDefault(RECORD_ID, ""))) {
            return Optional.of("type");
        }
        String email = fields.getOrDefault(EMAIL, "");
        return email.isEmpty() || email.contains("@") ? Optional.empty() : Optional.of(EMAIL);
    }

    private static Map<String, String> fields(String recordId, JsonNode message) {
        Map<String, String> fields = new LinkedHashMap<>();
        message.path("data")
                .path("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), text(field.getValue())));
        fields.put(RECORD_ID, recordId);
        return fields;
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "" : value.isValueNode() ? value.asString() : value.toString();
    }
}
