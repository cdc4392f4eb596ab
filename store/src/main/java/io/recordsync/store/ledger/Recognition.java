package io.recordsync.store.ledger;

import java.util.Collection;

/**
 * Notes by which values records are recognised in the systems that are read. It is called in the transaction that
 * writes the images, while their rows are locked.
 */
@FunctionalInterface
public interface Recognition {

    /** For entities that nobody reads. */
    Recognition NONE = images -> {};

    /** @param images the new state of each record */
    void note(Collection<Image> images);
}
