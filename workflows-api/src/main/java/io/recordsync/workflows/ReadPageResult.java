package io.recordsync.workflows;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page has brought.
 *
 * @param changed the records whose deliveries are due
 * @param committed whether the page counts as one; false if there was nothing to read
 * @param last whether there is no further page of this feed
 * @param status how the run stands after the page
 * @param pause how long to wait before the page is asked for again, because its reader is paused or a process of
 *     an older build lives; else null
 * @param together how many of the changed records may be in one chunk, because their system writes very many together;
 *     null, as in older results, if no more than usual
 */
public record ReadPageResult(
        List<String> changed,
        boolean committed,
        boolean last,
        ReadChangesStatus status,
        @Nullable Duration pause,
        @Nullable Integer together) {

    // Explicit, because javac does not tell other modules that a compact constructor takes null values.
    public ReadPageResult(
            List<String> changed,
            boolean committed,
            boolean last,
            ReadChangesStatus status,
            @Nullable Duration pause,
            @Nullable Integer together) {
        this.changed = List.copyOf(changed);
        this.committed = committed;
        this.last = last;
        this.status = status;
        this.pause = pause;
        this.together = together;
    }

    public ReadPageResult(List<String> changed, boolean committed, boolean last, ReadChangesStatus status) {
        this(changed, committed, last, status, null, null);
    }

    /** The page was not read, because its reader is paused or a process of an older build lives. */
    public static ReadPageResult paused(ReadChangesStatus status, Duration pause) {
        return new ReadPageResult(List.of(), false, false, status, pause, null);
    }
}
