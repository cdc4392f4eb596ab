package io.recordsync.connectors;

import java.time.Duration;
import java.util.List;

/**
 * One account of one system. Implementations are thread-safe and store no record content. They retry nothing, except
 * once a call that was refused because its token had expired. They make every HTTP call through the shared
 * {@code VendorHttp}, so that each one needs a permit, has a time limit, and is counted.
 *
 * <p>Every write is safe to repeat: the same write made twice leaves one record with that content.
 *
 * <p>All methods throw {@link ConnectorException} when the system refuses the call, cannot carry it out now, or cannot
 * be reached. They throw {@link CallDeferredException} when the account's quota allows no call now, and nothing was
 * sent since the last answered call. What a system cannot do at all is stated in its {@link #capabilities()}, and
 * refused with {@link ConnectorException#unsupported}.
 */
public interface Connector extends AutoCloseable {

    /** The system's name as configuration, rules and task queues use it: {@code salesforce}, {@code crm-eu}, … */
    String system();

    Capabilities capabilities();

    /**
     * Makes one write, usually with one call.
     *
     * @return any outcome but {@link Outcome.Refused}, whose reason is thrown
     */
    Outcome write(Write write, CallScope scope);

    /**
     * Makes many writes of one object, in as few calls as the system's bulk form allows. The outcomes are in the order
     * of the writes. There are at most {@link Capabilities.Writing#largestBatch()} writes, each of a different record.
     * An exception means that a call failed as a whole, and that no row's outcome is known.
     */
    List<Outcome> writeAll(List<Write> writes, CallScope scope);

    /**
     * Makes very many writes of one object as an asynchronous job of the system: at least
     * {@link Capabilities.Writing#bulkJobFrom()}, below which a job is not worth its cost, and at most 10,000. Waits
     * for the job's end until the scope's deadline, which should be several minutes away. A job that has not ended by
     * then is stopped and fails as a whole, transient and in doubt; the same writes can then be repeated safely, after
     * {@link #endJob} if the scope's {@link JobNotes} were not told that the job is over. In all other respects it
     * behaves as {@link #writeAll}.
     */
    default List<Outcome> writeJob(List<Write> writes, CallScope scope) {
        throw ConnectorException.unsupported(system(), "take bulk jobs");
    }

    /**
     * Makes sure that a job of an earlier {@link #writeJob}, of this process or of another, writes nothing any more: it
     * is stopped, unless it has ended. What it has written stays written.
     *
     * @param job the system's id of the job, as {@link JobNotes} were told it
     * @throws ConnectorException if the job may still write
     */
    default void endJob(String job, CallScope scope) {
        throw ConnectorException.unsupported(system(), "take bulk jobs");
    }

    /**
     * Reads one page. The next page starts at {@link Page#next()}; after the last page, a later read continues from
     * there. Records that change before or during the read are never missed, but one may be returned twice.
     */
    Page read(Read read, CallScope scope);

    /**
     * Reads rows by their ids, in as few calls as possible, from the system's primary store and not from an index that
     * lags behind it. A row whose id is missing in the answer is not there, or is marked as deleted; one that the
     * vendor merged into another one is {@linkplain ReadRecord#merged deleted}. An exception says nothing about any id.
     *
     * @param fields the vendor's names of the requested fields; our record id is always included
     * @param externalIds at most {@link Capabilities.Visibility#largestFind()} of the system's own ids, each once
     */
    default List<ReadRecord> find(String object, List<String> fields, List<String> externalIds, CallScope scope) {
        throw ConnectorException.unsupported(system(), "be read");
    }

    /**
     * The fields of an object: as the system describes them now, or the declared ones if it does not. Asks the system
     * on every call.
     */
    ObjectSchema describe(String object, CallScope scope);

    /**
     * Checks with a few cheap calls whether the account works: its connection, credentials and permissions, and for
     * each object the field that holds our record id. Problems that it finds are returned in the report, not thrown.
     *
     * @param objects the vendor's names of the objects that the rules use
     */
    CheckReport check(List<String> objects, CallScope scope);

    /**
     * How far the system's clock is ahead of ours, negative if it is behind, as its last answer told; zero if the two
     * differ by less than 5 seconds, or if the system does not tell its time.
     */
    default Duration clockAhead() {
        return Duration.ZERO;
    }

    /** The address of a record in the vendor's user interface. Empty if the system has none. */
    String recordUrl(String object, String externalId);

    /** Does nothing, unless the connector holds resources of its own; the HTTP client is shared by all connectors. */
    @Override
    default void close() {}
}
