package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.FakeClock;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.vendor.Simulator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** ServiceNow's simulator on a free port with a fake clock, and a client with the name and password of its user. */
abstract class ServiceNowFixture {

    static final String CONTACTS = "/api/now/table/customer_contact";
    static final String BASIC = Credentials.basic("recordsync", "recordsync-password");

    private static final MediaType JSON = MediaType.get("application/json");

    final FakeClock clock = new FakeClock();
    private final Simulators simulators = Simulators.start(
            SimulatorsOptions.of(List.of("servicenow")).onFreePorts().withClock(clock));
    final Simulator simulator = simulators.of("servicenow");
    private final TestClient client = TestClient.to(simulator.baseUrl());

    @AfterEach
    void stop() {
        simulators.close();
    }

    Reply get(String path) {
        return call("GET", path, null);
    }

    Reply post(String path, String json) {
        return call("POST", path, json);
    }

    Reply query(String table, String query) {
        return get("/api/now/table/" + table + "?sysparm_query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    }

    /** Single quotes in the JSON stand for double quotes. */
    Reply call(String method, String path, @Nullable String json) {
        return call(method, path, json, BASIC);
    }

    Reply call(String method, String path, @Nullable String json, String authorization) {
        RequestBody body = json == null ? null : RequestBody.create(json.replace('\'', '"'), JSON);
        return client.call(new Request.Builder()
                .url(simulator.baseUrl() + path)
                .method(method, body)
                .header("Authorization", authorization)
                .header("Accept", "application/json")
                .build());
    }

    Reply token(String... fields) {
        FormBody.Builder form = new FormBody.Builder();
        for (int i = 0; i < fields.length; i += 2) {
            form.add(fields[i], fields[i + 1]);
        }
        return client.post("/oauth_token.do", form.build());
    }

    String create(String json) {
        return post(CONTACTS, json).json().path("result").path("sys_id").asString();
    }

    static List<String> values(Reply reply, String field) {
        return reply.json()
                .path("result")
                .valueStream()
                .map(row -> row.path(field).asString())
                .toList();
    }
}
