package io.recordsync.store.ledger;

import io.recordsync.store.ledger.Merge.Merged;

/** Merges changes with hashes of a fixed key. */
final class Merging {

    private static final FieldHashes HASHES = new FieldHashes(1, new byte[32]);

    private Merging() {}

    static Merged apply(Image image, Change change) {
        return Merge.apply(image, change, () -> HASHES);
    }

    static boolean isStepBack(Image image, Change change) {
        return Merge.isStepBack(image, change, () -> HASHES);
    }
}
