package io.recordsync.simulator.quota;

/**
 * The calls that a vendor allows an account, in the vendor's own windows. Salesforce has only a daily limit.
 *
 * @param perDay calls per day, or the vendor's unit instead of calls; Salesforce counts the last 24 hours, HubSpot from
 *     midnight UTC
 * @param perWindow calls in the short window, which is ten seconds for HubSpot; searches are counted separately
 * @param searchesPerWindow searches in their own window, which is one second for HubSpot
 */
public record AccountPlan(long perDay, int perWindow, int searchesPerWindow) {

    /** A billion of each, so that no limit is ever reached, for throughput runs. */
    public static final AccountPlan UNLIMITED = new AccountPlan(1_000_000_000, 1_000_000_000, 1_000_000_000);

    /** An Enterprise org without user licences. */
    public static final AccountPlan SALESFORCE_ENTERPRISE = salesforce(100_000);

    /** A privately distributed app in a Free or Starter account. */
    public static final AccountPlan HUBSPOT_STARTER = new AccountPlan(250_000, 100, 5);

    /** A privately distributed app in a Professional account. */
    public static final AccountPlan HUBSPOT_PROFESSIONAL = new AccountPlan(650_000, 190, 5);

    /** A privately distributed app in an Enterprise account. */
    public static final AccountPlan HUBSPOT_ENTERPRISE = new AccountPlan(1_000_000, 190, 5);

    /**
     * One seat on Pipedrive's Lite plan, with a personal API token: tokens per day, and calls and searches in any two
     * seconds.
     */
    public static final AccountPlan PIPEDRIVE_LITE = new AccountPlan(30_000, 20, 10);

    public AccountPlan {
        if (perDay < 0 || perWindow < 0 || searchesPerWindow < 0) {
            throw new IllegalArgumentException("A plan's limits must be 0 or more.");
        }
    }

    /** A Salesforce org with this many calls in 24 hours. */
    public static AccountPlan salesforce(long perDay) {
        return new AccountPlan(perDay, UNLIMITED.perWindow(), UNLIMITED.searchesPerWindow());
    }
}
