package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The steps of {@link PushRecords}. They run on the system's task queue. */
@ActivityInterface
public interface PushActivities {

    /**
     * Goes on with a run, begins one, or says how long to wait for that of another owner. With neither a position nor a
     * pause there is nothing to do.
     */
    @ActivityMethod(name = "BeginPush")
    BeginRunResult begin(BeginPushRequest request);

    /** Looks at the next records. The last page ends the run. */
    @ActivityMethod(name = "PushPage")
    ReadPageResult page(PushPageRequest request);

    /** Ends a run that is cancelled or has failed. */
    @ActivityMethod(name = "EndPush")
    ReadChangesStatus end(EndRunRequest request);
}
