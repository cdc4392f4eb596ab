package io.recordsync.starter.events;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/** The hash by which bytes are known again. */
public final class Sha256 {

    private Sha256() {}

    /** 64 small hexadecimal digits; null is hashed as nothing. */
    public static String hex(byte @Nullable [] bytes) {
        return DigestUtils.sha256Hex(bytes == null ? new byte[0] : bytes);
    }
}
