package io.recordsync.simulator.outreach;

/**
 * The app that the simulated org knows, and the first refresh token that a person granted it. Its text shows neither secret nor token.
 */
public record OutreachCredentials(String clientId, String clientSecret, String refreshToken) {

    @Override
    public String toString() {
        return "OutreachCredentials[clientId=" + clientId + "]";
    }
}
