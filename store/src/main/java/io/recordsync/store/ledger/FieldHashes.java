package io.recordsync.store.ledger;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hashes of field values, by which a value is recognised without being kept. They are keyed, so that nobody without the
 * key can try values. Equal values have equal hashes, however a number is written. Thread-safe.
 */
public final class FieldHashes {

    private static final String ALGORITHM = "HmacSHA256";

    /** The number of bytes that are kept of an HMAC. */
    private static final int LENGTH = 8;

    private static final JsonMapper JSON = new JsonMapper();

    private final int keyId;

    /** Is never used itself: to copy it costs less than to make another one with the key. */
    private final Mac keyed;

    /** @param keyId the id of the key in the ledger */
    public FieldHashes(int keyId, byte[] secret) {
        this.keyId = keyId;
        this.keyed = keyed(secret);
    }

    private static Mac keyed(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    public int keyId() {
        return keyId;
    }

    public String of(String tenant, String field, @Nullable Object value) {
        return hash(tenant, field, value);
    }

    /** The hash of a whole row: of all that it shows, and of how it is read. */
    public String ofRow(String tenant, String how, Map<String, ? extends @Nullable Object> shown) {
        return hash(tenant, how, shown);
    }

    private String hash(String tenant, String what, @Nullable Object value) {
        Mac mac = copyOfKeyed();
        mac.update((tenant + '\0' + what + '\0').getBytes(StandardCharsets.UTF_8));
        mac.update(JSON.writeValueAsString(normal(value)).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac.doFinal(), 0, LENGTH);
    }

    private Mac copyOfKeyed() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(ALGORITHM + " cannot be copied", e);
        }
    }

    /** The same value in one form: equal numbers have the same digits, and a map has no order. */
    private static @Nullable Object normal(@Nullable Object value) {
        return switch (value) {
            case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
            case Map<?, ?> object -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                object.forEach((name, one) -> sorted.put(String.valueOf(name), normal(one)));
                yield sorted;
            }
            case List<?> items -> items.stream().map(FieldHashes::normal).toList();
            case null, default -> value;
        };
    }
}
