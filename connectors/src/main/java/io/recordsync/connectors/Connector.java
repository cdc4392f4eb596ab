package io.recordsync.connectors;

import java.util.List;

/**
 * One account of one system. Implementations are thread-safe, keep no record content, retry nothing by themselves but a call that was
 * answered with an expired token (once), and make every HTTP call through the shared {@code VendorHttp}, so that each one asks for a permit, is bounded
 * in time and counted.
 *
 * <p>Every write is safe to repeat: the same write made twice leaves one record with that content.
 *
 * <p>All methods throw {@link ConnectorException} when the system refused, cannot now, or could not be reached; and {@link
 * CallDeferredException} when the account's quota allows no call now, and nothing was sent since the last answered one. What a system
 * cannot do at all is in its {@link #capabilities()}, and refused with {@link ConnectorException#unsupported}.
 */
public interface Connector extends AutoCloseable {

    /** The system's name as configuration, rules and task queues use it: {@code salesforce}, {@code hubspot}, … */
    String system();

    Capabilities capabilities();

    /** Makes one write, in the ordinary case with one call. */
    Outcome.Written write(Write write, CallScope scope);

    /**
     * Makes many writes of one entity, in as few calls as the system's bulk form allows. The outcomes are in the order of the writes.
     * At most {@link Capabilities.Writing#largestBatch()} writes, each of another record. An exception means that a call failed as a whole:
     * no row's fate is known.
     */
    List<Outcome> writeAll(List<Write> writes, CallScope scope);

    /**
     * Makes very many writes of one entity as a job, which the system works on in its own time: at least {@link
     * Capabilities.Writing#bulkJobFrom()} of them, or it is not worth while, and 10,000 at most. Waits for its end within the scope's deadline, which should
     * be minutes away. A job that has not ended by then is stopped, and fails as a whole, transient and in doubt: to write the same again is safe.
     * Else as {@link #writeAll}.
     */
    default List<Outcome> writeJob(List<Write> writes, CallScope scope) {
        throw ConnectorException.unsupported(system(), "take bulk jobs");
    }

    /**
     * Reads one page. Pages follow one another by {@link Page#next()}, and a read that has come to its end goes on later from there. No record is
     * missed that was changed before or during the read; one may come twice.
     */
    Page read(Read read, CallScope scope);

    /** The fields of an object: live from the system where it tells, else those that are declared. Asks the system each time. */
    Schema describe(String object, CallScope scope);

    /**
     * Looks, in a few cheap calls, whether the account works: connection, credentials, permissions, and for each object the field that holds our
     * record id. Throws nothing for what it finds wrong: that is in the checkup.
     *
     * @param objects the vendor's names of the objects that the rules use
     */
    CheckReport check(List<String> objects, CallScope scope);

    /** The address of a record in the vendor's own pages, for people. Empty where the system has no pages. */
    String recordUrl(String object, String externalId);

    @Override
    void close();
}
