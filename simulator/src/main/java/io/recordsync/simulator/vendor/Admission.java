package io.recordsync.simulator.vendor;

import io.recordsync.simulator.http.ApiReply;
import java.util.function.UnaryOperator;

/** Whether the vendor lets a call in: who asks, and whether the account has quota left. */
public sealed interface Admission {

    /**
     * The call is let in.
     *
     * @param headers adds what the vendor tells of the quota to the reply
     */
    record Admitted(UnaryOperator<ApiReply> headers) implements Admission {}

    /** The credentials are missing, wrong or expired. */
    record Unauthorized(ApiReply reply) implements Admission {}

    /** The account's quota is spent. */
    record OverQuota(ApiReply reply) implements Admission {}
}
