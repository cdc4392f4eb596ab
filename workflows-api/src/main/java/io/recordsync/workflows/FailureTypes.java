package io.recordsync.workflows;

/** The types of the application failures that recordsync raises, as Temporal's Web UI shows them. */
public final class FailureTypes {

    /** A delivery gave up; details: one {@link DeliveryFailure}. Not retried. */
    public static final String PARKED = "DeliveryParked";

    /** A delivery waits, free of charge: for a permit, a lease, a circuit, a grace, the database. Retried. */
    public static final String WAITING = "DeliveryWaiting";

    /** An attempt failed and was charged. Retried. */
    public static final String ATTEMPT_FAILED = "DeliveryAttemptFailed";

    /** The worker has other rules than those by which the record was routed; nothing was claimed. Not retried: the record is routed again first. */
    public static final String OTHER_RULES = "OtherRules";

    /** A run ended with deliveries that were parked for the whole park time. */
    public static final String PARK_TIME_OVER = "ParkTimeOver";

    /** A system could not be described now. */
    public static final String NOT_DESCRIBED = "NotDescribed";

    /** The rules map no such entity for the system. */
    public static final String UNKNOWN_ENTITY = "UnknownEntity";

    private FailureTypes() {}
}
