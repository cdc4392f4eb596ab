package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Decides which systems a record goes to. These are local activities: they are short and use only our own database. */
@ActivityInterface
public interface RoutingActivities {

    /** Routes the newest image by the rules, and notes in the ledger which deliveries are due. */
    @ActivityMethod(name = "Route")
    RouteResult route(RouteRequest request);

    /** Does the same for a chunk of records, with as few statements as for one. */
    @ActivityMethod(name = "RouteAll")
    RouteAllResult routeAll(RouteAllRequest request);

    /** Notes in the ledger that parked deliveries are given up. */
    @ActivityMethod(name = "Skip")
    void skip(SkipRequest request);

    /** Decides a conflict in the ledger, so that the next routing finds what is due because of it. */
    @ActivityMethod(name = "Resolve")
    ResolveResult resolve(ResolveRequest request);
}
