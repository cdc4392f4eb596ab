package io.recordsync.simulator.store;

import java.util.Optional;

/**
 * An object that was deleted.
 *
 * @param last the object as it was before
 * @param mergedInto the id of the object into which it was merged; empty for an ordinary delete
 */
public record DeletedObject(StoredObject last, Optional<String> mergedInto) {}
