package io.recordsync.simulator.vendor;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.CallKind;
import io.recordsync.simulator.store.Arrival;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** One vendor's behaviour: its paths, bodies, limits and errors. */
public interface Vendor {

    /** The system's name, such as {@code salesforce}. */
    String system();

    /** What this request counts as. */
    CallKind kind(ApiRequest request);

    /** Checks credentials, and takes the call from the account's quota. */
    Admission admit(ApiRequest request);

    /** Does what the request asks for, and says so in the journal. */
    ApiReply perform(ApiRequest request, Arrival arrival);

    /** The answer while the whole system is out of service. */
    ApiReply outage();

    /** One of the vendor's server errors. */
    ApiReply serverError(RandomGenerator random);

    /** The vendor's limit error that passes by itself. */
    ApiReply limitError(Duration retryAfter);

    AccountPlan plan();

    /** Changes the account's limits; calls already counted stay counted. */
    void plan(AccountPlan plan);

    /** Calls that the daily quota counts now. */
    long usedToday();

    /** Replaces the client secret or the static token; the old one is refused from now on. */
    void rotateSecret(String secret);

    /** Makes every access token given out so far invalid. Does nothing where tokens are static. */
    void expireTokens();

    /** With true, there are no unique fields and no upsert: a second create makes a second record. */
    void plainCreates(boolean on);
}
