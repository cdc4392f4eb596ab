package io.recordsync.workflows;

import java.time.Instant;

/**
 * A field of a record, or its whole row at a system, that a person has to decide about.
 *
 * @param field the record's field; {@code *} for the whole row
 * @param kind why neither value goes to the other side, such as {@code ask}
 * @param since when it was opened
 */
public record OpenConflict(String system, String field, String kind, Instant since) {}
