package io.recordsync.worker.reading;

import io.recordsync.rules.Back;
import io.recordsync.rules.Mapping;
import io.recordsync.rules.MergeRules;
import io.recordsync.rules.ReadingRules;
import io.recordsync.rules.RecordImage;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.ledger.FieldHashes;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.plan.ContentHash;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the two sides of a system are compared: by the rules in both directions, and by hashes.
 *
 * @param system the system's name
 * @param rules the rules by which records are given to the system
 * @param reading the rules by which its rows of one entity are read
 * @param merging the rules by which a value of several is chosen
 */
record Sides(String system, RuleSet rules, ReadingRules reading, MergeRules merging, FieldHashes hashes) {

    /** @throws IllegalArgumentException if the rules do not read the entity from the system */
    static Sides of(String system, String entity, RuleSet rules, FieldHashes hashes) {
        ReadingRules reading = rules.reading(system, entity)
                .orElseThrow(() -> new IllegalArgumentException("the rules do not read " + entity + " of " + system));
        return new Sides(system, rules, reading, rules.merging(entity), hashes);
    }

    /** What the system would be given of a record with these fields. */
    Map<String, @Nullable Object> given(RecordKey key, Map<String, @Nullable Object> fields) {
        return mapped(key, fields).content();
    }

    /** The hash of all of it, as deliveries keep it. */
    String contentHash(RecordKey key, Map<String, @Nullable Object> fields) {
        Mapping mapping = mapped(key, fields);
        return ContentHash.of(mapping.object(), mapping.content());
    }

    private Mapping mapped(RecordKey key, Map<String, @Nullable Object> fields) {
        return rules.map(new RecordImage(key.entity(), key.recordId(), fields, false), system);
    }

    /** The same with the values of some paths replaced. */
    Map<String, @Nullable Object> given(
            RecordKey key, Map<String, @Nullable Object> fields, Map<String, @Nullable Object> values) {
        return given(key, patched(fields, values));
    }

    /** The fields with the values of some paths replaced. */
    static Map<String, @Nullable Object> patched(
            Map<String, @Nullable Object> fields, Map<String, @Nullable Object> values) {
        return new Back(values, Map.of()).in(fields);
    }

    /** What a row shows, in the normal form of the field's type. */
    @Nullable Object normal(String field, @Nullable Object shown) {
        return reading.normal(field, shown).value();
    }

    String hash(String tenant, String field, @Nullable Object value) {
        return hashes.of(tenant, field, value);
    }

    /** The hash of a whole row: of all that is read, its record id, its time, and how it is read. */
    String hashOfRow(String tenant, SeenRow seen) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        reading.readFields().stream()
                .filter(seen::shows)
                .forEach(field -> shown.put("field " + field, seen.value(field)));
        seen.row().recordId().ifPresent(id -> shown.put("record id", id));
        seen.row().modified().ifPresent(time -> shown.put("modified", time.toString()));
        return hashes.ofRow(tenant, reading.fingerprint(), shown);
    }

    /** The hashes of what a row shows of these fields. */
    Map<String, String> shown(String tenant, SeenRow seen, Collection<String> fields) {
        return fields.stream()
                .filter(seen::shows)
                .collect(Collectors.toMap(field -> field, field -> hash(tenant, field, seen.value(field))));
    }
}
