package io.recordsync.worker.delivery.plan;

import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.delivery.Claim;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the base needs of a write to a system that is read.
 *
 * @param side what is known of the record there; its row is the one that is written, if there is one
 * @param sent the hashes of the values that are sent, by the vendor's field
 * @param shown the hashes of those that the system shows already, so that they count as given
 * @param refused the values that the system has refused, so that they are left out
 */
public record TwoWay(
        ReadSide side, Map<String, String> sent, Map<String, String> shown, Map<String, @Nullable Object> refused) {

    // Explicit, because javac does not tell other modules that a compact constructor takes null values.
    public TwoWay(
            ReadSide side, Map<String, String> sent, Map<String, String> shown, Map<String, @Nullable Object> refused) {
        this.side = side;
        this.sent = Map.copyOf(sent);
        this.shown = Map.copyOf(shown);
        this.refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
    }

    static TwoWay of(ReadSide side) {
        return new TwoWay(side, Map.of(), Map.of(), Map.of());
    }

    /** A row of the claimed record of which nothing is known yet. */
    static Counterpart row(Claim.Granted claim, String object, String externalId) {
        return Counterpart.of(
                        new RowPlace(claim.key().tenant(), claim.system(), object, externalId),
                        claim.key().entity())
                .with(draft -> draft.recordId(Optional.of(claim.key().recordId())));
    }

    /** What is to be noted as sent to the row: also what an earlier call sent of which nothing has shown the result. */
    public Map<String, String> sending() {
        Map<String, String> all =
                new LinkedHashMap<>(side.row().map(Counterpart::sending).orElse(Map.of()));
        all.putAll(sent);
        return all;
    }

    /** The same write without fields that the system has refused. */
    TwoWay without(Map<String, @Nullable Object> fields) {
        Map<String, String> rest = new LinkedHashMap<>(sent);
        rest.keySet().removeAll(fields.keySet());
        Map<String, @Nullable Object> all = new LinkedHashMap<>(refused);
        all.putAll(fields);
        return new TwoWay(side, rest, shown, all);
    }
}
