package io.recordsync.starter.events;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/** The hash by which equal bytes are recognised. */
public final class Sha256 {

    private Sha256() {}

    /** Returns 64 hexadecimal digits in lower case. Null is hashed as an empty array. */
    public static String hex(byte @Nullable [] bytes) {
        return DigestUtils.sha256Hex(bytes == null ? new byte[0] : bytes);
    }
}
