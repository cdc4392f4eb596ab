package io.recordsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.vendor.Simulator;
import java.util.List;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A client of any of the simulated CRMs, which is logged in. Single quotes in JSON stand for double quotes. */
public final class CrmClient {

    /** The kinds of systems that this client can use. */
    public static final List<String> KINDS = List.of("salesforce", "hubspot", "servicenow", "outreach", "pipedrive");

    private final Simulator simulator;
    private final TestClient client;
    private final String credentials;

    private CrmClient(Simulator simulator, String credentials) {
        this.simulator = simulator;
        this.client = TestClient.to(simulator.baseUrl());
        this.credentials = credentials;
    }

    public static CrmClient of(Simulator simulator) {
        return new CrmClient(
                simulator,
                switch (simulator.kind().name()) {
                    case "salesforce" -> SimulatedOrg.loggedIn(simulator).authorization();
                    case "hubspot" -> "Bearer pat-na1-recordsync";
                    case "servicenow" -> Credentials.basic("recordsync", "recordsync-password");
                    case "outreach" -> "Bearer " + outreachToken(simulator);
                    default -> "";
                });
    }

    private static String outreachToken(Simulator outreach) {
        FormBody form = new FormBody.Builder()
                .add("client_id", "recordsync-app")
                .add("client_secret", "recordsync-secret")
                .add("refresh_token", "recordsync-refresh-token")
                .add("grant_type", "refresh_token")
                .build();
        Reply reply = TestClient.to(outreach.baseUrl()).post("/oauth/token", form);
        return reply.json().path("access_token").asString();
    }

    /** Creates a contact with this last name (or name) and phone number; returns the answer. */
    public Reply create(String name, String phone) {
        return switch (simulator.kind().name()) {
            case "salesforce" ->
                call("POST", "/services/data/v66.0/sobjects/Contact", "{'LastName':'%s','Phone':'%s'}", name, phone);
            case "hubspot" ->
                call("POST", "/crm/v3/objects/contacts", "{'properties':{'lastname':'%s','phone':'%s'}}", name, phone);
            case "servicenow" ->
                call("POST", "/api/now/table/customer_contact", "{'last_name':'%s','phone':'%s'}", name, phone);
            case "outreach" ->
                call(
                        "POST",
                        "/api/v2/prospects",
                        "{'data':{'type':'prospect','attributes':{'lastName':'%s','workPhones':['%s']}}}",
                        name,
                        phone);
            default ->
                call("POST", "/api/v2/persons", "{'name':'%s','phones':[{'value':'%s','primary':true}]}", name, phone);
        };
    }

    /** Creates a contact; returns its id. */
    public String id(String name, String phone) {
        Reply reply = create(name, phone);
        assertThat(reply.status()).as(reply.text()).isBetween(200, 201);
        JsonNode body = reply.json();
        return switch (simulator.kind().name()) {
            case "servicenow" -> body.at("/result/sys_id").asString();
            case "outreach", "pipedrive" -> body.at("/data/id").asString();
            default -> body.path("id").asString();
        };
    }

    /** The answer to a read of a contact by its id. */
    public Reply read(String id) {
        return switch (simulator.kind().name()) {
            case "salesforce" -> call("GET", "/services/data/v66.0/sobjects/Contact/" + id, null);
            case "hubspot" ->
                call(
                        "GET",
                        "/crm/v3/objects/contacts/" + id + "?properties=lastname,firstname,phone,recordsync_id",
                        null);
            case "servicenow" -> call("GET", "/api/now/table/customer_contact/" + id, null);
            case "outreach" -> call("GET", "/api/v2/prospects/" + id, null);
            default -> call("GET", "/api/v2/persons/" + id, null);
        };
    }

    /** The answer to a read of all contacts by the vendor's search, or by its list of changes. */
    public Reply search() {
        return switch (simulator.kind().name()) {
            case "salesforce" ->
                call("GET", "/services/data/v66.0/query?q=SELECT+Id,LastName,Phone+FROM+Contact+ORDER+BY+Id", null);
            case "hubspot" -> call("POST", "/crm/v3/objects/contacts/search", "{'properties':['lastname','phone']}");
            case "servicenow" -> call("GET", "/api/now/table/customer_contact?sysparm_query=ORDERBYsys_id", null);
            case "outreach" -> call("GET", "/api/v2/prospects?sort=updatedAt", null);
            default -> call("GET", "/api/v2/persons?sort_by=update_time", null);
        };
    }

    public Reply call(String method, String path, @Nullable String json, Object... values) {
        String type = simulator.kind().name().equals("outreach") ? "application/vnd.api+json" : "application/json";
        RequestBody body = json == null
                ? null
                : RequestBody.create(json.formatted(values).replace('\'', '"'), MediaType.get(type));
        return client.call(new Request.Builder()
                .url(simulator.baseUrl() + path)
                .method(method, body)
                .header("Authorization", credentials)
                .header("x-api-token", "pd-token-recordsync")
                .header("Accept", "application/json")
                .build());
    }
}
