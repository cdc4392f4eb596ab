package io.recordsync.connectors;

import java.net.URI;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Checks of settings, in the same way for all systems. */
public final class SettingChecks {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,60}");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private SettingChecks() {}

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

    /** Whether an account may be named so. */
    public static boolean isAccountName(String text) {
        return NAME.matcher(text).matches();
    }

    /** @throws IllegalArgumentException with the rule as its message, if the rule does not hold */
    public static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
