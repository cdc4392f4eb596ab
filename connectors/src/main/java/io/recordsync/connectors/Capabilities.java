package io.recordsync.connectors;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a system can do, and what its account allows.
 *
 * @param apiVersion the version of the system's API that is used; empty if it has none
 * @param quota the calls that the account allows
 * @param limitWait how long to wait after a rate-limit error that states no time
 */
public record Capabilities(String apiVersion, Writing writing, Reading reading, Quota quota, Duration limitWait) {

    /**
     * How records are written.
     *
     * @param operations what can be done to a record; contains READ if a single record can be looked up
     * @param largestBatch the largest number of writes in one {@link Connector#writeAll}
     * @param batch how the system accepts them
     * @param identity how a repeated create is kept from making a second record
     * @param bulkJobFrom the number of writes from which a {@link Connector#writeJob} is worth its cost; empty if the
     *     system has no jobs
     */
    public record Writing(
            Set<Operation> operations, int largestBatch, BatchForm batch, Identity identity, OptionalInt bulkJobFrom) {

        public Writing {
            operations = Set.copyOf(operations);
        }

        /** All operations, by a system without bulk jobs. */
        public static Writing inBatches(int largestBatch, BatchForm batch, Identity identity) {
            return new Writing(EnumSet.allOf(Operation.class), largestBatch, batch, identity, OptionalInt.empty());
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
        /** In one call or one transaction; each row has its own outcome. */
        ONE_CALL,
        /** One call per write; the system has no other form. */
        ONE_BY_ONE
    }

    /** How the record of an earlier write is found at the system. */
    public enum Identity {
        /** The system upserts by our record id, so that a create can be repeated. */
        UPSERT,
        /** Before a create, our record id is looked up in a field of the system's records. */
        LOOK_UP,
        /**
         * The system stores no id of ours. A record is found by the rule's match at first, and later by the external id
         * that the ledger has stored.
         */
        MATCH
    }

    /**
     * How changes are read.
     *
     * @param feed how a read continues after the one before it
     * @param deletes whether deletes can be read
     * @param largestPage the largest number of records in one {@link Connector#read}
     * @param visibility when changes can be seen; {@link Visibility#NONE} in the card of an older worker
     */
    public record Reading(Feed feed, boolean deletes, int largestPage, Visibility visibility) {

        /** The system cannot be read. */
        public static final Reading NONE = new Reading(Feed.NONE, false, 0, Visibility.NONE);

        // Explicit, because an older worker publishes no visibility.
        public Reading(Feed feed, boolean deletes, int largestPage, @Nullable Visibility visibility) {
            this.feed = feed;
            this.deletes = deletes;
            this.largestPage = largestPage;
            this.visibility = Objects.requireNonNullElse(visibility, Visibility.NONE);
        }
    }

    /**
     * When and how a system shows what was changed.
     *
     * @param largestFind the largest number of ids in one {@link Connector#find}
     * @param lag the longest time until a change can be read
     * @param resolution the unit in which the system states times of changes; zero if it states none
     * @param showsWrites whether the answer to a write contains the row as it is afterwards
     */
    public record Visibility(int largestFind, Duration lag, Duration resolution, boolean showsWrites) {

        /** The system shows nothing. */
        public static final Visibility NONE = new Visibility(0, Duration.ZERO, Duration.ZERO, false);
    }

    public enum Feed {
        /** Nothing can be read. */
        NONE,
        /** All records are read each time. */
        FULL,
        /** Reads the records that changed since a time, with the system's own cursor from page to page. */
        TIME,
        /** Reads the records after the time and id of the last one that was read; exact over any number of pages. */
        KEYSET,
        /** Reads from the system's own mark of a state, such as a commit or a version. */
        CURSOR
    }
}
