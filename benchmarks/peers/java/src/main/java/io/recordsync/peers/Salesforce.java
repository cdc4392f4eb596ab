package io.recordsync.peers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Salesforce: upserts by external id, one by one or as a collection. */
final class Salesforce implements Crm {

    private static final String EXTERNAL_ID = "RecordsyncId__c";

    private final Http http = new Http();
    private final String base;
    private final String credentials;
    private volatile String token = "";

    Salesforce(Map<String, String> environment) {
        base = environment.get("SALESFORCE_BASE_URL");
        credentials = "grant_type=client_credentials&client_id=%s&client_secret=%s"
                .formatted(environment.get("SALESFORCE_CLIENT_ID"), environment.get("SALESFORCE_CLIENT_SECRET"));
    }

    @Override
    public int largestBatch() {
        return 200;
    }

    @Override
    public Optional<String> upsert(Contact contact) {
        Http.Answer answer = send("/sobjects/Contact/" + EXTERNAL_ID + "/" + contact.id(), fields(contact));
        return answer.status() < 300
                ? Optional.empty()
                : Optional.of(answer.body().path(0).path("errorCode").asText());
    }

    @Override
    public List<Optional<String>> upsertAll(List<Contact> contacts) {
        Http.Answer answer = send(
                "/composite/sobjects/Contact/" + EXTERNAL_ID,
                Map.of("allOrNone", false, "records", contacts.stream().map(Salesforce::row).toList()));
        if (answer.status() != 200 || answer.body().size() != contacts.size()) {
            throw new CallFailedException("answered " + answer.status(), Optional.empty());
        }
        List<Optional<String>> refusals = new ArrayList<>();
        answer.body().forEach(row -> refusals.add(refusal(row)));
        return refusals;
    }

    private static Optional<String> refusal(JsonNode row) {
        return row.path("success").asBoolean()
                ? Optional.empty()
                : Optional.of(row.path("errors").path(0).path("statusCode").asText());
    }

    private Http.Answer send(String path, Object body) {
        String used = token.isEmpty() ? renewed("") : token;
        Http.Answer answer = http.send("PATCH", base + "/services/data/v66.0" + path, used, body);
        return answer.status() == 401
                ? http.send("PATCH", base + "/services/data/v66.0" + path, renewed(used), body)
                : answer;
    }

    private synchronized String renewed(String refused) {
        if (token.equals(refused)) {
            token = http.postForm(base + "/services/oauth2/token", credentials)
                    .path("access_token")
                    .asText();
        }
        return token;
    }

    private static Map<String, Object> row(Contact contact) {
        Map<String, Object> row = fields(contact);
        row.put("attributes", Map.of("type", "Contact"));
        row.put(EXTERNAL_ID, contact.id());
        return row;
    }

    private static Map<String, Object> fields(Contact contact) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("FirstName", contact.firstName());
        fields.put("LastName", contact.lastName());
        fields.put("Email", contact.email());
        fields.put("Phone", contact.phone());
        fields.put("ContactType__c", contact.type());
        return fields;
    }
}
