package io.recordsync.simulator.edits;

import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import java.util.HashMap;
import java.util.Map;

/**
 * What people do in a system's user interface. The system keeps the values in its own form, and moves the time of
 * change. Our record id stays unless a person types another one. Quotas, faults, and the rules for what is unique do
 * not apply. The journal marks these effects with {@link Arrival#PERSON}. Thread-safe.
 */
public final class Edits {

    private final CrmStore store;
    private final UserInterface screen;

    public Edits(CrmStore store, UserInterface screen) {
        this.store = store;
        this.screen = screen;
    }

    /** The vendor's name of the object type of contacts. */
    public String contacts() {
        return screen.contacts();
    }

    /** The field of contacts that holds a status; empty if they have none. */
    public String status() {
        return screen.status();
    }

    /**
     * Makes a record, which has no record id of ours unless the fields contain one.
     *
     * @param type the vendor's name of the object type
     * @param fields the values by the names of the store's fields
     * @throws IllegalArgumentException when there is no such type or field
     */
    public StoredObject make(String type, Map<String, String> fields) {
        Map<String, String> stored = screen.form().stored(type, Map.of(), fields);
        return store.create(type, stored, Arrival.PERSON);
    }

    /**
     * Changes fields of a record; an empty value clears its field.
     *
     * @throws IllegalArgumentException when there is no such type, record or field
     */
    public StoredObject edit(String type, String id, Map<String, String> fields) {
        return store.atomically(() -> {
            StoredObject object = live(type, id);
            Map<String, String> stored = screen.form().stored(type, object.fields(), fields);
            return store.update(object, stored, Arrival.PERSON);
        });
    }

    /** @throws IllegalArgumentException when there is no such record */
    public void delete(String type, String id) {
        store.atomically(() -> {
            StoredObject object = live(type, id);
            store.delete(object, Arrival.PERSON);
            return object;
        });
    }

    /**
     * Makes a deleted record live again, as from a recycle bin: with its id and its fields.
     *
     * @throws IllegalArgumentException when there is no such deleted record
     */
    public StoredObject restore(String type, String id) {
        return store.restore(type, id, Arrival.PERSON);
    }

    /**
     * Merges a record into another one. Where the vendor makes a new record of both, it has the winner's values, and
     * those of the loser where the winner has none.
     *
     * @return the record that is left
     * @throws IllegalArgumentException when one of the records does not exist, or both are the same
     */
    public StoredObject merge(String type, String loser, String winner) {
        if (loser.equals(winner)) {
            throw new IllegalArgumentException("A record cannot be merged into itself.");
        }
        return store.atomically(() -> screen.mergedIds().isEmpty()
                ? mergedInto(live(type, loser), live(type, winner))
                : mergedIntoNew(live(type, loser), live(type, winner)));
    }

    private StoredObject mergedInto(StoredObject loser, StoredObject winner) {
        store.merge(loser, winner.id(), Arrival.PERSON);
        return store.update(winner, Map.of(), Arrival.PERSON);
    }

    private StoredObject mergedIntoNew(StoredObject loser, StoredObject winner) {
        Map<String, String> values = new HashMap<>(loser.fields());
        values.putAll(winner.fields());
        values.put(screen.mergedIds(), winner.id() + ";" + loser.id());
        StoredObject left = store.create(winner.type(), values, Arrival.PERSON);
        store.merge(winner, left.id(), Arrival.PERSON);
        store.merge(loser, left.id(), Arrival.PERSON);
        return left;
    }

    private StoredObject live(String type, String id) {
        return store.byId(type, id)
                .orElseThrow(() -> new IllegalArgumentException("There is no %s with the id %s.".formatted(type, id)));
    }
}
