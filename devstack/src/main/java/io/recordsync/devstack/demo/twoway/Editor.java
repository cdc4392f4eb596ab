package io.recordsync.devstack.demo.twoway;

import io.recordsync.devstack.demo.twoway.Side.Contact;
import io.recordsync.simulator.events.People;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/**
 * People who make and edit contacts on both sides. The same seed gives the same actions. One edit in five is followed
 * by an edit of the same field on the other side. Used by one thread; the list of edits may be read by others.
 */
final class Editor {

    private static final List<String> FIRST_NAMES =
            List.of("Mary", "Ahmed", "Ines", "Li", "Jonas", "Priya", "Kofi", "Olga", "Mateo", "Yuki", "Sara", "Tom");
    private static final List<String> LAST_NAMES = List.of(
            "Jones", "Haddad", "Silva", "Wang", "Berg", "Sharma", "Mensah", "Petrova", "Garcia", "Sato", "Cohen");
    private static final List<String> STATUS = List.of("new", "trial", "active", "paused", "closed");
    private static final int FIRST_OF_EACH = 20;
    private static final double MAKES = 0.05;
    private static final double MEETS = 0.2;

    private final Side left;
    private final Side right;
    private final BiFunction<Side, String, Optional<String>> counterpart;
    private final InstantSource clock;
    private final SplittableRandom random;
    private final People people;
    private final String unique;
    private final List<Edit> edits = new ArrayList<>();
    private int made;

    /** @param counterpart the id of a contact at the other side, if it is there already */
    Editor(
            Side left,
            Side right,
            BiFunction<Side, String, Optional<String>> counterpart,
            long seed,
            InstantSource clock) {
        this.left = left;
        this.right = right;
        this.counterpart = counterpart;
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        this.people = new People(seed);
        this.unique = Long.toString(clock.millis(), Character.MAX_RADIX) + "-";
    }

    /** The contacts of the first day: some on both sides, and some on one of them. */
    void makeFirst() {
        for (int i = 0; i < FIRST_OF_EACH; i++) {
            Map<Field, String> values = person();
            left.make(values);
            right.make(values);
            left.make(person());
            right.make(person());
        }
    }

    /** One or two edits. */
    void step() {
        Side side = random.nextBoolean() ? left : right;
        List<Contact> contacts = side.contacts();
        if (contacts.isEmpty() || random.nextDouble() < MAKES) {
            Contact contact = side.make(person());
            contact.values().forEach((field, value) -> note(side, contact.id(), field, value, true));
            return;
        }
        Contact contact = contacts.get(random.nextInt(contacts.size()));
        Field field =
                List.of(Field.NAME, Field.PHONE, Field.PHONE, Field.STATUS).get(random.nextInt(4));
        edit(side, contact.id(), field);
        if (random.nextDouble() < MEETS) {
            counterpart.apply(side, contact.id()).ifPresent(id -> edit(other(side), id, field));
        }
    }

    private void edit(Side side, String id, Field field) {
        String value = Objects.requireNonNull(person().get(field));
        side.set(id, field, value);
        note(side, id, field, value, false);
    }

    Side other(Side side) {
        return side.equals(left) ? right : left;
    }

    private void note(Side side, String id, Field field, String value, boolean isNew) {
        synchronized (edits) {
            edits.add(new Edit(edits.size() + 1, side, id, field, value, isNew, clock.instant()));
        }
    }

    /** All edits so far, in their order. */
    List<Edit> edits() {
        synchronized (edits) {
            return List.copyOf(edits);
        }
    }

    private Map<Field, String> person() {
        made++;
        Map<Field, String> person = new EnumMap<>(Field.class);
        person.put(Field.NAME, one(FIRST_NAMES) + " " + one(LAST_NAMES));
        person.put(Field.EMAIL, "person" + unique + made + "@example.com");
        person.put(Field.PHONE, people.next(unique + made).phone());
        person.put(Field.STATUS, one(STATUS));
        return person;
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
