package io.recordsync.workflows;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to read.
 *
 * @param full whether all rows are read, and not only those that have changed; null means false
 * @param since from which time of change on rows are read, wherever the reader stands; null means from where it stands
 * @param most the largest number of rows; null or 0 for all
 * @param pageSize the number of rows of a page; null for the system's largest
 * @param askedBy who asked for it; {@link #SCHEDULE} if nobody did
 * @param carried the run that an earlier run of the same workflow passed on when it continued as new; null at a start
 * @param overwrite whether every read field takes the system's value, whoever owns it; null means false
 * @param link whose values are taken where the two sides have differed since they were linked: ours, theirs or newest;
 *     null means as the rules say
 * @param dry whether the run only shows what it would change; null means false
 * @param debug whether the judgement of each row and each call are logged; null means false
 */
public record ReadChangesInput(
        String tenant,
        String system,
        String entity,
        @Nullable Boolean full,
        @Nullable Instant since,
        @Nullable Long most,
        @Nullable Integer pageSize,
        String askedBy,
        @Nullable ReadPosition carried,
        @Nullable Boolean overwrite,
        @Nullable String link,
        @Nullable Boolean dry,
        @Nullable Boolean debug) {

    /** What to read, with whose values are taken as the rules say. */
    public ReadChangesInput(
            String tenant,
            String system,
            String entity,
            @Nullable Boolean full,
            @Nullable Instant since,
            @Nullable Long most,
            @Nullable Integer pageSize,
            String askedBy,
            @Nullable ReadPosition carried) {
        this(tenant, system, entity, full, since, most, pageSize, askedBy, carried, null, null, null, null);
    }

    /** Who asks for the runs of a schedule. */
    public static final String SCHEDULE = "schedule";

    /** What a schedule asks for: the changes, or all rows if that is due. */
    public static ReadChangesInput scheduled(String tenant, String system, String entity) {
        return new ReadChangesInput(tenant, system, entity, null, null, null, null, SCHEDULE, null);
    }

    public ReadChangesInput carrying(ReadPosition position) {
        return new ReadChangesInput(
                tenant, system, entity, full, since, most, pageSize, askedBy, position, overwrite, link, dry, debug);
    }

    public boolean onlyShows() {
        return Boolean.TRUE.equals(dry);
    }
}
