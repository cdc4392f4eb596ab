package io.recordsync.simulator;

import io.recordsync.simulator.vendor.Simulator;
import okhttp3.FormBody;

/** Simulators on free ports with a fake clock, and for each simulator a client that is logged in. */
public final class SimulatedOrg implements AutoCloseable {

    public final FakeClock clock = new FakeClock();
    private final Simulators simulators;

    public SimulatedOrg() {
        this(SimulatorsOptions.defaults());
    }

    public SimulatedOrg(SimulatorsOptions options) {
        simulators = Simulators.start(options.onFreePorts().withClock(clock));
    }

    public Simulator salesforce() {
        return simulators.salesforce();
    }

    public Simulator hubspot() {
        return simulators.hubspot();
    }

    public TestClient salesforceClient() {
        return loggedIn(salesforce());
    }

    /** A client of a simulated Salesforce org with an access token. */
    static TestClient loggedIn(Simulator salesforce) {
        TestClient client = TestClient.to(salesforce.baseUrl());
        String token = client.post(
                        "/services/oauth2/token", login("recordsync-secret").build())
                .json()
                .path("access_token")
                .asString();
        return client.with("Bearer " + token);
    }

    public static FormBody.Builder login(String secret) {
        return new FormBody.Builder()
                .add("grant_type", "client_credentials")
                .add("client_id", "recordsync-client")
                .add("client_secret", secret);
    }

    public TestClient hubspotClient() {
        return TestClient.to(hubspot().baseUrl()).with("Bearer pat-na1-recordsync");
    }

    @Override
    public void close() {
        simulators.close();
    }
}
