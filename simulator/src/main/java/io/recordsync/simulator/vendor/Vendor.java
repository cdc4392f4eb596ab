package io.recordsync.simulator.vendor;

import io.recordsync.simulator.edits.UserInterface;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.CallKind;
import io.recordsync.simulator.store.Arrival;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One vendor's behaviour: its paths, bodies, limits and errors. */
public interface Vendor {

    /** The kind as which this request is counted. */
    CallKind kind(ApiRequest request);

    /** The account to which all requests with valid credentials belong, and whose quota they use. */
    AccountQuota account();

    /**
     * The answer to a request that does not belong to the account because its credentials are missing, wrong or
     * expired. Empty for a request that does.
     */
    Optional<ApiReply> unauthorized(ApiRequest request);

    /** Carries out the request, and adds its effects to the journal. */
    ApiReply perform(ApiRequest request, Arrival arrival);

    /** The answer while the system is out of service. */
    ApiReply outage();

    /** One of the vendor's server errors. */
    ApiReply serverError(RandomGenerator random);

    /** The vendor's temporary limit error. */
    ApiReply limitError(Duration retryAfter);

    /** Replaces the client secret or the static token; the old one is refused from now on. */
    void rotateSecret(String secret);

    /** Invalidates every access token issued so far. Does nothing if tokens are static. */
    void expireTokens();

    /** Where people change records; empty if the vendor has no such place, or it is not simulated. */
    default Optional<UserInterface> userInterface() {
        return Optional.empty();
    }

    /** True removes unique fields and upserts: a repeated create makes a second record. */
    void plainCreates(boolean on);
}
