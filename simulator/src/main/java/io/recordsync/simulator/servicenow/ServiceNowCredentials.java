package io.recordsync.simulator.servicenow;

import java.time.Duration;

/**
 * The user and the OAuth client that the simulated instance accepts.
 *
 * @param tokenLifetime how long an access token is valid
 */
public record ServiceNowCredentials(
        String username, String password, String clientId, String clientSecret, Duration tokenLifetime) {

    /** The same user and client, with one new secret for both. */
    ServiceNowCredentials rotated(String secret) {
        return new ServiceNowCredentials(username, secret, clientId, secret, tokenLifetime);
    }

    @Override
    public String toString() {
        return "ServiceNowCredentials[username=%s, clientId=%s]".formatted(username, clientId);
    }
}
