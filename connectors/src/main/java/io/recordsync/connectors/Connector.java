package io.recordsync.connectors;

import java.util.List;

/**
 * One account of one system. Implementations are thread-safe, keep no record content, retry nothing by themselves but a call that was
 * answered with an expired token (once), and make every HTTP call through the shared {@code VendorHttp}, so that each one asks for a permit, is bounded
 * in time and counted.
 *
 * <p>Every write is safe to repeat: the same write made twice leaves one record with that content.
 */
public interface Connector extends AutoCloseable {

    /** The system's name as configuration, rules and task queues use it: {@code salesforce}, {@code hubspot}, … */
    String system();

    Capabilities capabilities();

    /**
     * Makes one write, in the ordinary case with one call.
     *
     * @throws ConnectorException when the system refused it, cannot take it now, or could not be reached
     * @throws CallDeferredException when the account's quota allows no call now; nothing was sent since the last answered call
     */
    Outcome.Written write(Write write, CallScope scope);

    /**
     * Makes many writes of one entity, in as few calls as the system's bulk form allows. The outcomes are in the order of the writes.
     * At most {@link Capabilities#largestBatch()} writes, each of another record.
     *
     * @throws ConnectorException when a call failed as a whole: no row's fate is known
     * @throws CallDeferredException when the account's quota allows no call now
     */
    List<Outcome> writeAll(List<Write> writes, CallScope scope);

    /** The address of a record in the vendor's own pages, for people. */
    String recordUrl(String object, String externalId);

    @Override
    void close();
}
