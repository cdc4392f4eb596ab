package io.recordsync.benchmarks.floor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Salesforce's upsert of one contact by external id, with the HTTP client that the connectors use too. */
final class FloorCalls {

    private static final MediaType JSON = MediaType.get("application/json");

    private final JsonMapper json = JsonMapper.builder().build();
    private final OkHttpClient http = new OkHttpClient();
    private final String baseUrl;
    private final String token;

    /** @param settings the settings that a worker gets too */
    FloorCalls(Map<String, String> settings) {
        this.baseUrl = required(settings, "SALESFORCE_BASE_URL");
        this.token = token(settings);
    }

    private static String required(Map<String, String> settings, String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }

    private String token(Map<String, String> settings) {
        RequestBody form = new FormBody.Builder()
                .add("grant_type", "client_credentials")
                .add("client_id", required(settings, "SALESFORCE_CLIENT_ID"))
                .add("client_secret", required(settings, "SALESFORCE_CLIENT_SECRET"))
                .build();
        return send(new Request.Builder()
                        .url(baseUrl + "/services/oauth2/token")
                        .post(form)
                        .build())
                .required("access_token")
                .asString();
    }

    /** Returns the id that Salesforce assigned. */
    String upsert(String recordId, Map<String, @Nullable Object> fields) {
        Request request = new Request.Builder()
                .url(baseUrl + "/services/data/v66.0/sobjects/Contact/RecordsyncId__c/" + recordId)
                .header("Authorization", "Bearer " + token)
                .patch(RequestBody.create(json.writeValueAsBytes(contact(fields)), JSON))
                .build();
        return send(request).required("id").asString();
    }

    private static Map<String, @Nullable Object> contact(Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> contact = new HashMap<>();
        contact.put("LastName", fields.get("name"));
        contact.put("Email", fields.get("email"));
        contact.put("Phone", fields.get("phone"));
        contact.put("ContactType__c", fields.get("type"));
        return contact;
    }

    private JsonNode send(Request request) {
        try (Response response = http.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw new IOException("the simulator answered " + response.code());
            }
            return json.readTree(response.body().bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
