package io.recordsync.connectors;

/** What a failed call means for what happens next. Each system's error table maps its answers to these, and nothing else does. */
public enum ErrorKind {
    /** This record cannot be written just now (a locked row, a race); later it may. */
    TRANSIENT,
    /** The system itself failed or could not be reached. Says nothing about the record; counts towards the system's circuit. */
    UNAVAILABLE,
    /** The account has used what it may; the call was not carried out. */
    RATE_LIMITED,
    /** This record, as it is, will never be taken. */
    PERMANENT,
    /** The account is refused: an expired secret, a missing permission. No record of the tenant can be written. */
    ACCOUNT_REFUSED
}
