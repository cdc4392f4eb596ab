package io.recordsync.simulator.faults;

import io.recordsync.simulator.http.ApiReply;
import java.time.Duration;

/** What happens to one call. */
public sealed interface Fault {

    /** The call goes through. */
    record None() implements Fault {}

    /** One of the vendor's answers from 500 on; nothing is written. */
    record ServerError() implements Fault {}

    /** The vendor's limit error, although there is quota left; nothing is written. */
    record LimitError(Duration retryAfter) implements Fault {}

    /** No answer for this long, then a close; nothing is written. */
    record Hang(Duration length) implements Fault {}

    /** The connection is reset or closed at once; nothing is written. */
    record Break(boolean reset) implements Fault {}

    /** The write is made, then the connection is reset or closed instead of a reply. */
    record LostReply(boolean reset) implements Fault {}

    /** No answer for {@code hang}, then a close; the write is made {@code after} the request came. */
    record LateWrite(Duration after, Duration hang) implements Fault {}

    /** This reply and nothing else. */
    record Scripted(ApiReply reply) implements Fault {}
}
