package io.recordsync.workflows;

/** The types of the application failures that recordsync raises, as Temporal's Web UI shows them. */
public final class FailureTypes {

    /** A delivery was parked. The details are one {@link DeliveryFailure}. Not retried. */
    public static final String PARKED = "DeliveryParked";

    /**
     * A delivery waits for a permit, a lease, a circuit, a grace period or the database. This does not count as an
     * attempt. Retried.
     */
    public static final String WAITING = "DeliveryWaiting";

    /** An attempt failed and counts as one of the delivery's attempts. Retried. */
    public static final String ATTEMPT_FAILED = "DeliveryAttemptFailed";

    /**
     * The worker's rules differ from the rules that routed the record, so it delivered nothing. Not retried: the record
     * is routed again first.
     */
    public static final String OTHER_RULES = "OtherRules";

    /**
     * A row that the delivery met has changed the record. Not retried: the record is routed again first, because other
     * systems may have to be told.
     */
    public static final String ROUTE_AGAIN = "RouteAgain";

    /** A run ended with deliveries that stayed parked for the whole park time. */
    public static final String PARK_TIME_OVER = "ParkTimeOver";

    /** A system could not be described. */
    public static final String NOT_DESCRIBED = "NotDescribed";

    /** The rules do not map this entity for the system. */
    public static final String UNKNOWN_ENTITY = "UnknownEntity";

    /** A system cannot be read, or the rules do not say how. Not retried. */
    public static final String NOT_READ = "NotRead";

    /** A run of a reader has failed and is ended in the ledger. Not retried. */
    public static final String RUN_FAILED = "RunFailed";

    /** A run of a reader has ended, or another workflow has taken it over. Not retried. */
    public static final String RUN_OVERTAKEN = "RunOvertaken";

    private FailureTypes() {}
}
