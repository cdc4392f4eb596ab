package io.recordsync.peers;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the contacts go. */
interface Crm {

    /** Of this process's environment: HubSpot where its address is given, else Salesforce. */
    static Crm of(Map<String, String> environment) {
        return environment.containsKey("HUBSPOT_BASE_URL") ? new HubSpot(environment) : new Salesforce(environment);
    }

    /** The most contacts that one call takes. */
    int largestBatch();

    /**
     * Creates or updates one contact.
     *
     * @return why it was refused for good, if it was
     * @throws CallFailedException when the call is to be tried again
     */
    Optional<String> upsert(Contact contact);

    /** The same for several with distinct ids, in one call; the answers are in their order. */
    List<Optional<String>> upsertAll(List<Contact> contacts);
}
