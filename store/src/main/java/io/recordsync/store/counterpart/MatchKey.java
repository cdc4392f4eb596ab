package io.recordsync.store.counterpart;

/**
 * A value by which a record is recognised.
 *
 * @param name the record's field
 * @param hash the hash of its value
 */
public record MatchKey(String name, String hash) {}
