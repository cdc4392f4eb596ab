package io.recordsync.connectors;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A write or call that a system did not confirm. Its message is for people, contains no field value, and may be logged.
 */
public final class ConnectorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final String code;
    private final boolean inDoubt;
    private final boolean failedInside;
    private final @Nullable Duration retryAfter;
    private final Set<String> fields;

    /**
     * @param kind what the failure means for what happens next
     * @param code the vendor's own code ({@code DUPLICATES_DETECTED}), or the HTTP status, or the kind of network
     *     failure ({@code TIMEOUT})
     * @param message what failed and what to do, without record content
     * @param inDoubt whether the call may still have taken effect, now or later, because no answer came or the answer
     *     does not say
     * @param retryAfter how long the system asks to wait; null if it does not say
     */
    public ConnectorException(
            ErrorKind kind,
            String code,
            String message,
            boolean inDoubt,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        this(kind, code, message, inDoubt, false, retryAfter, Set.of(), cause);
    }

    /** A failure that asks for no wait and has no cause. */
    public ConnectorException(ErrorKind kind, String code, String message, boolean inDoubt) {
        this(kind, code, message, inDoubt, null, null);
    }

    private ConnectorException(
            ErrorKind kind,
            String code,
            @Nullable String message,
            boolean inDoubt,
            boolean failedInside,
            @Nullable Duration retryAfter,
            Set<String> fields,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
        this.inDoubt = inDoubt;
        this.failedInside = failedInside;
        this.retryAfter = retryAfter;
        this.fields = Set.copyOf(fields);
    }

    /** Returns the same failure with {@link #failedInside()} set to the given value. */
    public ConnectorException failedInside(boolean failedInside) {
        return failedInside == this.failedInside
                ? this
                : new ConnectorException(
                        kind, code, getMessage(), inDoubt, failedInside, retryAfter, fields, getCause());
    }

    /** Returns the same failure with {@link #fields()} set to these. */
    public ConnectorException ofFields(Set<String> refused) {
        return refused.equals(fields)
                ? this
                : new ConnectorException(
                        kind, code, getMessage(), inDoubt, failedInside, retryAfter, refused, getCause());
    }

    /** The refusal of something that the system cannot do at all. No call is made for it. */
    public static ConnectorException unsupported(String system, String what) {
        return refused("UNSUPPORTED", "%s cannot %s.".formatted(system, what));
    }

    /** A permanent refusal by this connector, before any call. */
    public static ConnectorException refused(String code, String message) {
        return new ConnectorException(ErrorKind.PERMANENT, code, message, false);
    }

    /**
     * An answer to a read that did not come from the system itself, or that does not have the documented form.
     *
     * @param what the subject and the answer, as the rest of a sentence: {@code a read with a record that has no id}
     */
    public static ConnectorException unreadable(String system, String what) {
        return new ConnectorException(
                ErrorKind.UNAVAILABLE,
                "UNREADABLE_ANSWER",
                "%s answered %s. It is retried automatically. Check the base URL of the system."
                        .formatted(system, what),
                false);
    }

    public ErrorKind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public boolean inDoubt() {
        return inDoubt;
    }

    /**
     * Whether the system answered that it failed internally. The write may then have been made, but will not be made
     * later.
     */
    public boolean failedInside() {
        return failedInside;
    }

    /** The vendor's names of the fields whose values made it refuse the write; empty if the vendor names none. */
    public Set<String> fields() {
        return fields;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
