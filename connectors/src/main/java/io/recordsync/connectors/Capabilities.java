package io.recordsync.connectors;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a system can do, and what its account allows.
 *
 * @param apiVersion the version of the system's API that is used; empty where it has none
 * @param quota the calls that the account allows
 * @param limitWait how long to wait after a limit error that does not say how long
 */
public record Capabilities(String apiVersion, Writing writing, Reading reading, Quota quota, Duration limitWait) {

    /**
     * How records are written.
     *
     * @param operations what can be done to a record; READ among them where one can be looked up
     * @param largestBatch most writes in one {@link Connector#writeAll}
     * @param batch how the system takes them
     * @param identity how a create that is made twice is kept from making two records
     * @param bulkJobFrom as many writes as make a {@link Connector#writeJob} worth while; empty where the system has none
     */
    public record Writing(
            Set<Operation> operations, int largestBatch, BatchForm batch, Identity identity, OptionalInt bulkJobFrom) {

        public Writing {
            operations = Set.copyOf(operations);
        }
    }

    public enum Operation {
        CREATE,
        READ,
        UPDATE,
        DELETE
    }

    /** How the writes of a batch reach the system. */
    public enum BatchForm {
        /** In one call, or one transaction; each row is settled by itself. */
        ONE_CALL,
        /** One call for each: the system has no other form. */
        ONE_BY_ONE
    }

    /** How a record is found again at the system. */
    public enum Identity {
        /** The system upserts by our record id: a create can be repeated. */
        UPSERT,
        /** Our record id is looked up in a field of the record before one is created. */
        LOOK_UP,
        /** The system keeps no id of ours: a record is found by the rule's match, and then by the id that the ledger has learnt. */
        MATCH
    }

    /**
     * How changes are read.
     *
     * @param feed how a read goes on where the last one ended
     * @param deletes whether deletes can be read
     * @param largestPage most records in one {@link Connector#read}
     */
    public record Reading(Feed feed, boolean deletes, int largestPage) {

        /** The system cannot be read. */
        public static final Reading NONE = new Reading(Feed.NONE, false, 0);
    }

    public enum Feed {
        /** Nothing can be read. */
        NONE,
        /** All records are read each time. */
        FULL,
        /** Those changed since a time, with the system's own cursor from page to page. */
        TIME,
        /** Those after the last one's time and id: exact over any number of pages. */
        KEYSET,
        /** The system's own mark of a state: a commit, a version. */
        CURSOR
    }
}
