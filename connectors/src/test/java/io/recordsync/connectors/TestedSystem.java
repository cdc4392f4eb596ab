package io.recordsync.connectors;

import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Simulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A system that runs for one test, with a connector to it. Records can be read and changed without the connector. */
public interface TestedSystem extends AutoCloseable {

    Connector connector();

    /** The contacts that it holds. */
    List<StoredObject> all();

    List<StoredObject> having(String field, String value);

    /** Contacts that it has from elsewhere, all made at one moment by its clock. */
    List<StoredObject> create(List<Map<String, String>> contacts);

    void update(StoredObject contact, Map<String, String> changes);

    void delete(StoredObject contact);

    /**
     * Merges two contacts as the vendor does.
     *
     * @return the id of the contact that is there afterwards; empty where the vendor merges none, or tells nothing of
     *     it
     */
    default Optional<String> merge(StoredObject loser, StoredObject winner) {
        return Optional.empty();
    }

    /** How often contacts with this record id were created, deleted ones included. */
    long creates(String recordId);

    /** The calls that it has seen, those for tokens apart. */
    long calls();

    /** Lets its clock go on; false where nobody but the clock itself can. */
    boolean pass(Duration time);

    /** How the addresses of its records begin; empty where it has no pages. */
    String pages();

    /** Of a system that is simulated. */
    Optional<Simulator> simulator();

    @Override
    void close();
}
