package io.recordsync.worker.delivery.plan;

import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Claim.Delivered;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Claims as the ledger grants them. */
final class Claims {

    private Claims() {}

    static Claim.Granted fresh(String system, Map<String, ? extends @Nullable Object> fields) {
        return granted(system, fields, null, Optional.empty());
    }

    /** @param hash the hash of the content that the system was given; null if it was given none */
    static Claim.Granted delivered(
            String system, Map<String, ? extends @Nullable Object> fields, @Nullable String hash) {
        return granted(system, fields, null, Optional.ofNullable(hash));
    }

    static Claim.Granted deleted(String system, @Nullable String hash) {
        return granted(system, Map.of(), "crm", Optional.ofNullable(hash));
    }

    static Claim.Granted inDoubt(Claim.Granted claim) {
        return new Claim.Granted(
                claim.key(),
                claim.system(),
                claim.fence(),
                claim.image(),
                claim.delivered(),
                claim.attempts(),
                claim.chargedAt(),
                Optional.of(new Claim.Doubt(Duration.ZERO)),
                claim.error());
    }

    static Claim.Granted of(String tenant, String recordId, Claim.Granted claim) {
        RecordKey key = new RecordKey(tenant, claim.key().entity(), recordId);
        Image image = claim.image();
        return new Claim.Granted(
                key,
                claim.system(),
                claim.fence(),
                new Image(key, image.revision(), image.life(), image.deletedBy(), image.fields(), image.versions()),
                claim.delivered(),
                claim.attempts(),
                claim.chargedAt(),
                claim.doubt(),
                claim.error());
    }

    private static Claim.Granted granted(
            String system,
            Map<String, ? extends @Nullable Object> fields,
            @Nullable String deletedBy,
            Optional<String> hash) {
        RecordKey key = new RecordKey("default", "contact", "A1");
        return new Claim.Granted(
                key,
                system,
                1,
                new Image(
                        key,
                        1,
                        1,
                        deletedBy,
                        Map.copyOf(fields),
                        Image.none(key).versions()),
                new Delivered(
                        hash.isPresent() ? DeliveryState.DELIVERED : DeliveryState.DUE,
                        0,
                        hash,
                        Optional.empty(),
                        Optional.empty(),
                        false),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
