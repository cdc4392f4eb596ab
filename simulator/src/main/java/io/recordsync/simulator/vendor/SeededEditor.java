package io.recordsync.simulator.vendor;

import io.recordsync.simulator.edits.Edits;
import io.recordsync.simulator.events.People;
import io.recordsync.simulator.events.Person;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.DeletedObject;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.store.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A person who edits, makes, deletes and restores contacts. The same seed gives the same actions on the same records,
 * if nobody else changes them. Most actions are edits of one field; none touches our record id. Not thread-safe.
 */
public final class SeededEditor {

    private static final double MAKES = 0.10;
    private static final double DELETES = 0.05;
    private static final double RESTORES = 0.05;

    private final Edits edits;
    private final CrmStore store;
    private final ContactFields fields;
    private final SplittableRandom random;
    private final People people;
    private final String unique;
    private long made;

    /** @param fields the names of the contacts' fields; a contact without a last name has the field {@code name} */
    public SeededEditor(Edits edits, CrmStore store, ContactFields fields, long seed) {
        this.edits = edits;
        this.store = store;
        this.fields = fields;
        random = new SplittableRandom(seed);
        people = new People(seed);
        unique = "edit" + Long.toString(seed, Character.MAX_RADIX).replace('-', 'm') + "-";
    }

    /**
     * One action. If there is nothing to edit, delete or restore, a contact is made.
     *
     * @return its entry in the journal
     */
    public JournalEntry step() {
        return store.atomically(() -> {
            act(random.nextDouble());
            return store.journalAfter(store.journalSize() - 1, 1).getFirst();
        });
    }

    private void act(double chance) {
        List<StoredObject> live = store.all(edits.contacts());
        List<DeletedObject> deleted = store.deleted(edits.contacts()).stream()
                .filter(object -> object.mergedInto().isEmpty())
                .toList();
        if (chance < RESTORES && !deleted.isEmpty()) {
            edits.restore(edits.contacts(), any(deleted).last().id());
        } else if (live.isEmpty() || chance > 1 - MAKES) {
            edits.make(edits.contacts(), contact());
        } else if (chance > 1 - MAKES - DELETES) {
            edits.delete(edits.contacts(), any(live).id());
        } else {
            edits.edit(edits.contacts(), any(live).id(), change());
        }
    }

    private Map<String, String> contact() {
        Person person = people.next(unique + ++made);
        Map<String, String> contact = new HashMap<>(fields.ofName(person.name()));
        contact.put(fields.email(), person.email());
        contact.put(fields.phone(), person.phone());
        return contact;
    }

    /** A new value for one field; the e-mail address changes seldom. */
    private Map<String, String> change() {
        Person person = people.next(unique + ++made);
        int which = random.nextInt(10);
        if (which == 0) {
            return Map.of(fields.email(), person.email());
        }
        return which < 5
                ? Map.of(fields.phone(), person.phone())
                : oneOf(fields.ofName(person.name()).entrySet().stream());
    }

    private Map<String, String> oneOf(Stream<Map.Entry<String, String>> all) {
        Map.Entry<String, String> entry =
                any(all.sorted(Map.Entry.comparingByKey()).toList());
        return Map.of(entry.getKey(), entry.getValue());
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
