package io.recordsync.connectors;

import java.net.URI;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/** Names accounts and checks their settings, in the same way for all systems. */
public final class Account {

    private static final int SHOWN = 8;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private Account() {}

    /**
     * The account's name, under which its quota is kept. It is the same for all processes that use the account, and
     * contains no secret.
     *
     * @param credential distinguishes the accounts on one host; the name contains only a short hash of it
     */
    public static String name(String system, URI baseUrl, String credential) {
        return "%s:%s:%s".formatted(system, baseUrl.getAuthority(), hash(credential));
    }

    /** Converts a limit from the settings; 0 means that there is no limit. */
    public static OptionalLong limit(long calls) {
        return calls == 0 ? OptionalLong.empty() : OptionalLong.of(calls);
    }

    /** Whether it is an http or https address without user, query or fragment. */
    public static boolean isBaseUrl(URI url) {
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        boolean plain = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
        return web && url.getHost() != null && plain;
    }

    /** Whether it is a token or an id as vendors issue them: not empty, printable ASCII without blanks. */
    public static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** @throws IllegalArgumentException with the rule as its message, if the rule does not hold */
    public static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    private static String hash(String text) {
        return DigestUtils.sha256Hex(text).substring(0, SHOWN);
    }
}
