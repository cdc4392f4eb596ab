package io.recordsync.simulator.vendor;

import io.recordsync.simulator.http.ApiReply;
import java.util.function.UnaryOperator;

/** Whether the vendor accepts a call, by its credentials and the account's quota. */
public sealed interface Admission {

    /**
     * The call is accepted.
     *
     * @param headers adds the quota's headers to the reply
     */
    record Admitted(UnaryOperator<ApiReply> headers) implements Admission {}

    /** The credentials are missing, wrong or expired. */
    record Unauthorized(ApiReply reply) implements Admission {}

    /** The account's quota is used up. */
    record OverQuota(ApiReply reply) implements Admission {}
}
