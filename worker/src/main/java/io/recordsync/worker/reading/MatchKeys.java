package io.recordsync.worker.reading;

import io.recordsync.rules.ReadingRules;
import io.recordsync.rules.RecordImage;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.MatchKey;
import io.recordsync.store.ledger.FieldHashes;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.Recognition;
import io.recordsync.store.ledger.RecordKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By which values a record is recognised in a row that does not carry its id: those of the paths that the rules name
 * under {@code match}. Both sides are compared in the form in which a value comes back from the system, so a record has
 * a key for each form. Records of entities that nobody reads have none. Thread-safe.
 */
public final class MatchKeys implements Recognition {

    private final Store store;
    private final RuleSet rules;

    public MatchKeys(Store store, RuleSet rules) {
        this.store = store;
        this.rules = rules;
    }

    @Override
    public void note(Collection<Image> images) {
        Map<RecordKey, Set<MatchKey>> keys = new HashMap<>();
        for (Image image : images) {
            if (isRecognised(image.key().entity()) && !image.isUnreadable()) {
                keys.put(image.key(), of(image));
            }
        }
        store.matchKeys().write(keys);
    }

    /** Whether a system is read in which records of the entity are recognised by their values. */
    public boolean isRecognised(String entity) {
        return !rules.merging(entity).match().isEmpty()
                && rules.systems().stream()
                        .anyMatch(system -> rules.reading(system, entity).isPresent());
    }

    private Set<MatchKey> of(Image image) {
        Set<MatchKey> keys = new LinkedHashSet<>();
        if (!image.deleted()) {
            RecordKey key = image.key();
            RecordImage record = new RecordImage(key.entity(), key.recordId(), image.fields(), false);
            for (String system : rules.systems()) {
                rules.reading(system, key.entity())
                        .ifPresent(reading -> keys.addAll(of(
                                key.tenant(),
                                key.entity(),
                                rules.map(record, system).content(),
                                reading,
                                store.hashes().get())));
            }
        }
        return keys;
    }

    /** The keys of a row, in the order in which they count. */
    static List<MatchKey> of(String tenant, SeenRow seen, Sides sides) {
        return of(tenant, sides.merging().match(), seen.content(), sides.reading(), sides.hashes());
    }

    private List<MatchKey> of(
            String tenant,
            String entity,
            Map<String, ? extends @Nullable Object> shown,
            ReadingRules reading,
            FieldHashes hashes) {
        return of(tenant, rules.merging(entity).match(), shown, reading, hashes);
    }

    private static List<MatchKey> of(
            String tenant,
            List<String> paths,
            Map<String, ? extends @Nullable Object> shown,
            ReadingRules reading,
            FieldHashes hashes) {
        Map<String, @Nullable Object> values =
                reading.back(shown, new LinkedHashSet<>(paths)).values();
        return paths.stream()
                .filter(path -> values.get(path) != null)
                .map(path -> new MatchKey(path, hashes.of(tenant, path, values.get(path))))
                .toList();
    }
}
