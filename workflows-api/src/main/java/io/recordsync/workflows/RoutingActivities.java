package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Decides where a record goes. A local activity: short, and against our own database alone. */
@ActivityInterface
public interface RoutingActivities {

    /** Routes the newest image by the rules, and notes in the ledger which deliveries are due. */
    @ActivityMethod(name = "Route")
    RouteResult route(RouteRequest request);

    /** The same for a chunk, in as few statements. */
    @ActivityMethod(name = "RouteAll")
    RouteAllResult routeAll(RouteAllRequest request);

    /** Notes in the ledger that parked deliveries are given up. */
    @ActivityMethod(name = "Skip")
    void skip(SkipRequest request);
}
