package io.recordsync.simulator;

import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.salesforce.SalesforceCredentials;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How to start the simulators. Begin with {@link #defaults()} and change what matters.
 *
 * @param salesforcePort 0 for any free one
 * @param hubspotPort 0 for any free one
 * @param data the folder for stores and journals; null keeps them in memory
 * @param seed for faults, tokens and correlation ids
 * @param faults what goes wrong from the start
 * @param salesforce the client that Salesforce accepts
 * @param salesforcePlan the org's limit
 * @param hubspotToken the bearer token that HubSpot accepts
 * @param hubspotPlan the account's limits
 * @param clock for quotas, token expiry and the times of records; hangs and delays take real time
 */
public record SimulatorsOptions(
        int salesforcePort,
        int hubspotPort,
        @Nullable Path data,
        long seed,
        FaultPlan faults,
        SalesforceCredentials salesforce,
        AccountPlan salesforcePlan,
        String hubspotToken,
        AccountPlan hubspotPlan,
        InstantSource clock) {

    /** The port of Salesforce where nothing else is said. */
    public static final int SALESFORCE_PORT = 8101;

    /** The port of HubSpot where nothing else is said. */
    public static final int HUBSPOT_PORT = 8102;

    /** In memory, without faults, on the fixed ports, with an Enterprise org and a Starter account. */
    public static SimulatorsOptions defaults() {
        return new SimulatorsOptions(
                SALESFORCE_PORT,
                HUBSPOT_PORT,
                null,
                1,
                FaultPlan.NONE,
                new SalesforceCredentials("recordsync-client", "recordsync-secret", Duration.ofHours(2)),
                AccountPlan.SALESFORCE_ENTERPRISE,
                "pat-na1-recordsync",
                AccountPlan.HUBSPOT_STARTER,
                InstantSource.system());
    }

    public SimulatorsOptions withPorts(int salesforce, int hubspot) {
        return new SimulatorsOptions(
                salesforce,
                hubspot,
                data,
                seed,
                faults,
                this.salesforce,
                salesforcePlan,
                hubspotToken,
                hubspotPlan,
                clock);
    }

    /** On free ports, as tests want it. */
    public SimulatorsOptions onFreePorts() {
        return withPorts(0, 0);
    }

    public SimulatorsOptions withData(@Nullable Path folder) {
        return new SimulatorsOptions(
                salesforcePort,
                hubspotPort,
                folder,
                seed,
                faults,
                salesforce,
                salesforcePlan,
                hubspotToken,
                hubspotPlan,
                clock);
    }

    public SimulatorsOptions withFaults(long newSeed, FaultPlan plan) {
        return new SimulatorsOptions(
                salesforcePort,
                hubspotPort,
                data,
                newSeed,
                plan,
                salesforce,
                salesforcePlan,
                hubspotToken,
                hubspotPlan,
                clock);
    }

    public SimulatorsOptions withPlans(AccountPlan forSalesforce, AccountPlan forHubspot) {
        return new SimulatorsOptions(
                salesforcePort,
                hubspotPort,
                data,
                seed,
                faults,
                salesforce,
                forSalesforce,
                hubspotToken,
                forHubspot,
                clock);
    }

    public SimulatorsOptions withClock(InstantSource newClock) {
        return new SimulatorsOptions(
                salesforcePort,
                hubspotPort,
                data,
                seed,
                faults,
                salesforce,
                salesforcePlan,
                hubspotToken,
                hubspotPlan,
                newClock);
    }

    @Override
    public String toString() {
        return "SimulatorsOptions[salesforcePort=" + salesforcePort + ", hubspotPort=" + hubspotPort + "]";
    }
}
