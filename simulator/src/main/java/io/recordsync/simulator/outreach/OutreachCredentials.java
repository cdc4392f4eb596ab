package io.recordsync.simulator.outreach;

/**
 * The app that the simulated org accepts, and the first refresh token, which a person has granted to it. Its text shows
 * neither secret nor token.
 */
public record OutreachCredentials(String clientId, String clientSecret, String refreshToken) {

    @Override
    public String toString() {
        return "OutreachCredentials[clientId=" + clientId + "]";
    }
}
