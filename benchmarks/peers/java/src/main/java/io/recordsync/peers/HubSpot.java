package io.recordsync.peers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** HubSpot: its upsert is a batch, also for one. */
final class HubSpot implements Crm {

    private final Http http = new Http();
    private final String base;
    private final String token;

    HubSpot(Map<String, String> environment) {
        base = environment.get("HUBSPOT_BASE_URL");
        token = environment.get("HUBSPOT_API_TOKEN");
    }

    @Override
    public int largestBatch() {
        return 100;
    }

    @Override
    public Optional<String> upsert(Contact contact) {
        return upsertAll(List.of(contact)).getFirst();
    }

    @Override
    public List<Optional<String>> upsertAll(List<Contact> contacts) {
        Http.Answer answer = http.send(
                "POST",
                base + "/crm/v3/objects/contacts/batch/upsert",
                token,
                Map.of("inputs", contacts.stream().map(HubSpot::input).toList()));
        if (answer.status() >= 300) {
            throw new CallFailedException("answered " + answer.status(), Optional.empty());
        }
        Map<String, String> refused = refused(answer.body());
        return contacts.stream()
                .map(contact -> Optional.ofNullable(refused.get(contact.id())))
                .toList();
    }

    private static Map<String, String> refused(JsonNode answer) {
        Map<String, String> refused = new HashMap<>();
        for (JsonNode error : answer.path("errors")) {
            error.path("context")
                    .path("objectWriteTraceId")
                    .forEach(id -> refused.put(id.asText(), error.path("category").asText()));
        }
        return refused;
    }

    private static Map<String, Object> input(Contact contact) {
        return Map.of(
                "id", contact.id(),
                "idProperty", "recordsync_id",
                "objectWriteTraceId", contact.id(),
                "properties",
                        Map.of(
                                "recordsync_id", contact.id(),
                                "firstname", contact.firstName(),
                                "lastname", contact.lastName(),
                                "email", contact.email(),
                                "phone", contact.phone(),
                                "contact_type", contact.type()));
    }
}
