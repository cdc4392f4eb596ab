package io.recordsync.store.ledger;

import io.recordsync.store.ledger.Merge.Merged;
import java.time.Instant;

/** Merges changes with hashes of a fixed key. */
final class Merging {

    private static final FieldHashes HASHES = new FieldHashes(1, new byte[32]);

    private Merging() {}

    static final Instant NOW = Instant.parse("2026-01-20T12:00:00Z");

    private static final Merge.Parts PARTS = new Merge.Parts(() -> HASHES, () -> NOW);

    static Merged apply(Image image, Change change) {
        return Merge.apply(image, change, PARTS);
    }

    static boolean isStepBack(Image image, Change change) {
        return Merge.isStepBack(image, change, PARTS);
    }
}
