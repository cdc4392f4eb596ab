package io.recordsync.store.ledger;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hashes of field values, by which a value is recognised without being kept. They are keyed, so that nobody without the
 * key can try values. Equal values have equal hashes, however a number is written. Thread-safe.
 */
public final class FieldHashes {

    /** The number of hexadecimal digits: 8 bytes of HMAC-SHA-256. */
    private static final int LENGTH = 16;

    private static final JsonMapper JSON = new JsonMapper();

    private final int keyId;
    private final byte[] secret;

    /** @param keyId the id of the key in the ledger */
    public FieldHashes(int keyId, byte[] secret) {
        this.keyId = keyId;
        this.secret = secret.clone();
    }

    public int keyId() {
        return keyId;
    }

    public String of(String tenant, String field, @Nullable Object value) {
        return hash(tenant + '\0' + field + '\0' + JSON.writeValueAsString(normal(value)));
    }

    /** The hash of a whole row: of all that it shows, and of how it is read. */
    public String ofRow(String tenant, String how, Map<String, ? extends @Nullable Object> shown) {
        return hash(tenant + '\0' + how + '\0' + JSON.writeValueAsString(normal(shown)));
    }

    private String hash(String text) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmacHex(text).substring(0, LENGTH);
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
