package io.recordsync.connectors;

/**
 * What a failed call means for what happens next. Each system's error table maps its answers to these kinds; no other
 * code does.
 */
public enum ErrorKind {
    /** This record cannot be written now (a locked row, a race), but may be later. */
    TRANSIENT,
    /**
     * The system itself failed or could not be reached. This says nothing about the record; it counts towards the
     * system's circuit.
     */
    UNAVAILABLE,
    /** The account has used up its limit; the call was not carried out. */
    RATE_LIMITED,
    /** The system will never accept this record as it is. */
    PERMANENT,
    /** The account is refused: an expired secret, a missing permission. No record of the tenant can be written. */
    ACCOUNT_REFUSED
}
