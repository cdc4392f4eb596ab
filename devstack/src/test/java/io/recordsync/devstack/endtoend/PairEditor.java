package io.recordsync.devstack.endtoend;

import io.recordsync.devstack.endtoend.PairSide.Trait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * People who work in all systems of all pairs. The same seed gives the same actions. Each value of each person is
 * edited once in a round: on one side, or at the same moment on two. So no edit meets a delivery of the same value that
 * is under way, which is the one case in which recordsync does not promise to keep the edit.
 */
final class PairEditor {

    private static final List<String> FIRST_NAMES = List.of("Mary", "Ahmed", "Ines", "Li", "Jonas", "Priya", "Kofi");
    private static final List<String> TYPES = List.of("lead", "customer");
    private static final int OF_EACH_SIDE = 2;
    private static final int OF_ALL_SIDES = 2;
    private static final int MEET_PERCENT = 25;
    private static final int LETTERS = 26;

    private final List<Pair> pairs;
    private final Random random;
    private final List<Edit> edits = new ArrayList<>();
    private final Set<String> deleted = new HashSet<>();
    private int made;

    /** A value that a person has typed. */
    record Edit(int number, String entity, String system, String email, Trait trait, String value) {

        boolean isOfSameValue(Edit other) {
            return email.equals(other.email) && trait == other.trait;
        }

        String normal() {
            return trait.normal(value);
        }
    }

    /** A value that is to be edited. */
    private record Place(Pair pair, String email, Trait trait) {}

    PairEditor(List<Pair> pairs, long seed) {
        this.pairs = List.copyOf(pairs);
        this.random = new Random(seed);
    }

    /** People who are at one side, and people who are at all sides with the same values. */
    void makePeople() {
        for (Pair pair : pairs) {
            for (PairSide side : pair.sides()) {
                for (int i = 0; i < OF_EACH_SIDE; i++) {
                    make(pair, List.of(side));
                }
            }
            for (int i = 0; i < OF_ALL_SIDES; i++) {
                make(pair, pair.sides());
            }
        }
    }

    private void make(Pair pair, List<PairSide> sides) {
        made++;
        String email = String.format(Locale.ROOT, "person%d@%s.example.com", made, pair.entity());
        Map<Trait, String> traits = new EnumMap<>(Trait.class);
        for (Trait trait : Trait.values()) {
            traits.put(trait, value(trait, ""));
        }
        for (PairSide side : sides) {
            side.make(email, traits);
            traits.forEach((trait, value) -> note(pair, side, email, trait, value));
        }
    }

    /** The edits of a round, in the order in which they are to be made, of people who are at all sides. */
    List<Runnable> edits(Set<String> people) {
        List<Runnable> all = new ArrayList<>();
        for (Place place : places(people)) {
            all.add(() -> edit(place));
        }
        for (Pair pair : pairs) {
            all.add(() -> make(pair, List.of(any(pair.sides()))));
        }
        Collections.shuffle(all, random);
        return all;
    }

    private List<Place> places(Set<String> people) {
        List<Place> places = new ArrayList<>();
        for (Edit edit : edits()) {
            Pair pair = pairs.stream()
                    .filter(one -> one.entity().equals(edit.entity()))
                    .findFirst()
                    .orElseThrow();
            Place place = new Place(pair, edit.email(), edit.trait());
            if (people.contains(edit.email()) && !places.contains(place)) {
                places.add(place);
            }
        }
        return places;
    }

    /** Both values are other ones than before: whoever types what is there already has not edited anything. */
    private void edit(Place place) {
        String before = newest(place);
        PairSide first = any(place.pair().sides());
        set(place, first, value(place.trait(), before));
        if (random.nextInt(100) < MEET_PERCENT) {
            List<PairSide> others = place.pair().sides().stream()
                    .filter(side -> !side.equals(first))
                    .toList();
            set(place, any(others), value(place.trait(), before));
        }
    }

    private void set(Place place, PairSide side, String value) {
        side.set(place.email(), place.trait(), value);
        note(place.pair(), side, place.email(), place.trait(), value);
    }

    private String newest(Place place) {
        return edits().reversed().stream()
                .filter(edit -> edit.email().equals(place.email()) && edit.trait() == place.trait())
                .map(Edit::value)
                .findFirst()
                .orElseThrow();
    }

    /** Deletes one living person at each side of each pair. */
    void deletePeople() {
        for (Pair pair : pairs) {
            for (PairSide side : pair.sides()) {
                String email = living(pair).iterator().next();
                side.delete(email);
                deleted.add(email);
            }
        }
    }

    private String value(Trait trait, String before) {
        made++;
        return switch (trait) {
            case NAME -> any(FIRST_NAMES) + " Jones" + letters(made);
            case PHONE -> String.format(Locale.ROOT, "+1650253%04d", made % 10_000);
            case TYPE -> any(TYPES.stream().filter(type -> !type.equals(before)).toList());
        };
    }

    private static String letters(int number) {
        StringBuilder letters = new StringBuilder();
        for (int rest = number; rest > 0; rest /= LETTERS) {
            letters.append((char) ('a' + rest % LETTERS));
        }
        return letters.toString();
    }

    private <T> T any(List<T> all) {
        return Objects.requireNonNull(all.get(random.nextInt(all.size())));
    }

    private void note(Pair pair, PairSide side, String email, Trait trait, String value) {
        synchronized (edits) {
            edits.add(new Edit(edits.size(), pair.entity(), side.system(), email, trait, value));
        }
    }

    /** All edits so far, in their order. */
    List<Edit> edits() {
        synchronized (edits) {
            return List.copyOf(edits);
        }
    }

    /** The e-mail addresses of the people who were made and not deleted. */
    Set<String> living(Pair pair) {
        Set<String> living = new TreeSet<>();
        edits().stream().filter(edit -> edit.entity().equals(pair.entity())).forEach(edit -> living.add(edit.email()));
        living.removeAll(deleted);
        return living;
    }
}
