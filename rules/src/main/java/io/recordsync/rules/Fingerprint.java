package io.recordsync.rules;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The identity of rules, independent of layout and comments. */
final class Fingerprint {
    private Fingerprint() {}

    /** The SHA-256, in hex, of these values as JSON. */
    static String of(@Nullable Object plain) {
        return DigestUtils.sha256Hex(new JsonMapper().writeValueAsString(plain));
    }
}
