package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The steps of {@link ReadChanges}. They run on the system's task queue. */
@ActivityInterface
public interface ReadingActivities {

    /** Begins a run, takes over one that was left, or says how long to wait for that of another owner. */
    @ActivityMethod(name = "Begin")
    BeginRunResult begin(BeginRunRequest request);

    /**
     * Asks the system for a page, and accepts it. A page that was accepted before is not accepted again; its result is
     * the same.
     */
    @ActivityMethod(name = "Page")
    ReadPageResult page(ReadPageRequest request);

    @ActivityMethod(name = "End")
    ReadChangesStatus end(EndRunRequest request);

    /** Carries out some of what was decided about held deletes. */
    @ActivityMethod(name = "DecideHeld")
    DecideHeldResult decideHeld(DecideHeldRequest request);
}
