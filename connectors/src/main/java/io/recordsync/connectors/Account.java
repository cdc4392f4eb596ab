package io.recordsync.connectors;

import java.net.URI;
import java.util.OptionalLong;
import org.apache.commons.codec.digest.DigestUtils;

/** Names accounts and checks their settings, alike for all systems. */
public final class Account {

    private static final int SHOWN = 8;

    private Account() {}

    /**
     * A name for a quota: the same for all who share the account, and without a secret.
     *
     * @param credential what tells accounts at the same host apart; only a short hash of it shows
     */
    public static String name(String system, URI baseUrl, String credential) {
        return "%s:%s:%s".formatted(system, baseUrl.getAuthority(), hash(credential));
    }

    /** A limit from settings, where 0 stands for none. */
    public static OptionalLong limit(long calls) {
        return calls == 0 ? OptionalLong.empty() : OptionalLong.of(calls);
    }

    /** @throws IllegalArgumentException unless it is an http or https address without user, query or fragment */
    public static void requireBaseUrl(URI url) {
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        boolean plain = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
        require(web && url.getHost() != null && plain, "the base URL must be like https://host, without user or query");
    }

    /** @throws IllegalArgumentException with the rule, where it does not hold */
    public static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    private static String hash(String text) {
        return DigestUtils.sha256Hex(text).substring(0, SHOWN);
    }
}
