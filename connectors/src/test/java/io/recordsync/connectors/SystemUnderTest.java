package io.recordsync.connectors;

import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.simulator.store.StoredObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the contract has to know of a system in order to test its connector. */
public interface SystemUnderTest {

    /** The name of the system that its connector is made for. It differs from every kind's. */
    String SYSTEM = "second";

    /** The kind of the system. */
    String kind();

    /** Starts it, with a connector to it. */
    TestedSystem start(VendorHttp http);

    /** The vendor's name of a contact. */
    String object();

    /** The field that holds our record id. */
    String recordIdField();

    String emailField();

    String nameField();

    /** A field that may be cleared. */
    String optionalField();

    /** Content of a contact, good in all but perhaps its e-mail address. */
    Map<String, @Nullable Object> content(String email, String name);

    /** The calls that create a record which the ledger knows nothing of. */
    default int callsForACreate() {
        return 1;
    }

    /** The calls that update a record, or delete a batch of them, by known ids. */
    default int callsForAnUpdate() {
        return 1;
    }

    /** The calls that create a full batch of such records. */
    default int callsForABatch() {
        return 1;
    }

    /** Whether a batch takes creates, links and deletes together, in the calls of creates alone. */
    default boolean isBatchMixed() {
        return false;
    }

    /** What a write of this contact tells as its external id. */
    default String externalId(StoredObject contact) {
        return contact.id();
    }

    /**
     * Whether the system holds records and returns them. A system that only takes messages finds no existing record,
     * never reports that one is missing, and accepts with every 2xx.
     */
    default boolean holdsRecords() {
        return true;
    }

    /** Whether the system can compare a row with what is expected and write to it in one transaction. */
    default boolean comparesRows() {
        return false;
    }

    /** What must never show. */
    List<String> secrets();
}
