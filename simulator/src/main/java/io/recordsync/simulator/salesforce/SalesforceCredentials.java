package io.recordsync.simulator.salesforce;

import java.time.Duration;

/**
 * The client that the simulated org accepts.
 *
 * @param tokenLifetime how long an access token is valid
 */
public record SalesforceCredentials(String clientId, String clientSecret, Duration tokenLifetime) {

    @Override
    public String toString() {
        return "SalesforceCredentials[clientId=" + clientId + "]";
    }
}
