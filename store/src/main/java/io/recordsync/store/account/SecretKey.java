package io.recordsync.store.account;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts with AES-256-GCM. Each secret is bound to its account, so that it cannot be used in place of another
 * account's secret. The text form of a key shows nothing of it.
 */
public final class SecretKey {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private SecretKey(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * @param base64 32 bytes in base64, as {@code openssl rand -base64 32} prints them
     * @throws IllegalArgumentException when it is anything else
     */
    public static SecretKey of(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64.strip());
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has 32 bytes, in base64");
        }
        return new SecretKey(new SecretKeySpec(bytes, "AES"));
    }

    byte[] encrypted(String account, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] text = cipher(Cipher.ENCRYPT_MODE, nonce, account).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(nonce.length + text.length)
                    .put(nonce)
                    .put(text)
                    .array();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has AES-GCM", missing);
        }
    }

    /** @throws CannotDecryptException when the secret was encrypted with another key or for another account */
    String decrypted(String account, byte[] encrypted) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(encrypted);
            byte[] nonce = new byte[NONCE_BYTES];
            bytes.get(nonce);
            byte[] text = new byte[bytes.remaining()];
            bytes.get(text);
            return new String(cipher(Cipher.DECRYPT_MODE, nonce, account).doFinal(text), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | BufferUnderflowException e) {
            throw new CannotDecryptException(account, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String account) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(account.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
