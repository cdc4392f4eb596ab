package io.recordsync.simulator.faults;

import io.recordsync.simulator.http.ApiReply;
import java.time.Duration;

/** What happens to one call. */
public sealed interface Fault {

    /** The call succeeds. */
    record None() implements Fault {}

    /** One of the vendor's answers with a status from 500; nothing is written. */
    record ServerError() implements Fault {}

    /** The vendor's limit error, although quota is left; nothing is written. */
    record LimitError(Duration retryAfter) implements Fault {}

    /** No answer for this long, then the connection is closed; nothing is written. */
    record Hang(Duration length) implements Fault {}

    /** The connection is reset or closed at once; nothing is written. */
    record Break(boolean reset) implements Fault {}

    /** The write is made, then the connection is reset or closed without a reply. */
    record LostReply(boolean reset) implements Fault {}

    /**
     * No answer for {@code hang}, then the connection is closed; the write is made {@code after} the request arrived.
     */
    record LateWrite(Duration after, Duration hang) implements Fault {}

    /** Exactly this reply; nothing is written. */
    record Scripted(ApiReply reply) implements Fault {}
}
