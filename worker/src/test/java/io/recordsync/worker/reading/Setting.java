package io.recordsync.worker.reading;

import io.recordsync.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a round of the model is played with.
 *
 * @param traits of each system
 * @param twoNames whether the first system has a first and a last name, where {@code Mary Ann} is lost
 * @param wins the policy for {@code status}
 * @param deltasAlone whether the round rests on what has changed alone, and never reads all
 * @param times whether the producer tells times
 * @param deletes what follows from the deletes that people make
 */
record Setting(
        List<Traits> traits, boolean twoNames, String wins, boolean deltasAlone, boolean times, Removals deletes) {

    /**
     * What follows from the deletes that people make.
     *
     * @param policy keep, follow or recreate
     * @param guarded whether two of them wait for a person
     * @param approved what that person says at last
     */
    record Removals(String policy, boolean guarded, boolean approved) {

        static final Removals KEEP = new Removals("keep", false, false);

        static Removals random(Random random) {
            return new Removals(
                    List.of("keep", "follow", "recreate").get(random.nextInt(3)),
                    random.nextInt(3) == 0,
                    random.nextBoolean());
        }

        String rules() {
            return "deletes: " + policy + (guarded ? ", deleteGuard: {count: 1, percent: 1}" : "");
        }
    }

    Setting(List<Traits> traits, boolean twoNames, String wins, boolean deltasAlone, boolean times) {
        this(traits, twoNames, wins, deltasAlone, times, Removals.KEEP);
    }

    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final Map<String, RuleSet> PARSED = new ConcurrentHashMap<>();

    Setting {
        traits = List.copyOf(traits);
    }

    static Setting random(Random random) {
        int systems = random.nextInt(3) == 0 ? 3 : 2;
        List<Traits> traits = new ArrayList<>();
        for (int i = 0; i < systems; i++) {
            traits.add(Traits.random(random));
        }
        return new Setting(
                traits,
                random.nextInt(3) == 0,
                List.of("newest", "newest", "newest", "a", "filled", "ask").get(random.nextInt(6)),
                random.nextBoolean(),
                random.nextBoolean(),
                Removals.random(random));
    }

    Setting withDeletes(Removals now) {
        return new Setting(traits, twoNames, wins, deltasAlone, times, now);
    }

    /** Two plain systems. */
    static Setting plain(boolean twoNames) {
        return new Setting(List.of(Traits.PLAIN, Traits.PLAIN), twoNames, "newest", false, false);
    }

    /** What the round is played with, for the coverage. */
    List<String> features() {
        List<String> features = new ArrayList<>(List.of("policy " + wins, "deletes " + deletes.policy()));
        if (traits.stream().anyMatch(one -> one.form() != Traits.Form.AS_IS && !one.showsWrites())) {
            features.add("a lossy vendor that shows nothing");
        }
        if (traits.stream().anyMatch(one -> !one.tellsTimes())) {
            features.add("a system without times");
        }
        features.add(deltasAlone ? "rest by deltas alone" : "rest by full reads");
        return features;
    }

    List<String> systems() {
        return NAMES.subList(0, traits.size());
    }

    RuleSet rules() {
        StringBuilder text = new StringBuilder("""
                name: model
                routes: {contact: [%s]}
                merge: {contact: {match: [email], fields: {status: %s}}}
                systems:
                """.formatted(String.join(", ", systems()), wins));
        systems().forEach(system -> text.append(mapping(system, twoNames && system.equals("a"), deletes.rules())));
        return PARSED.computeIfAbsent(text.toString(), source -> RuleSet.parse(source, "test"));
    }

    private static String mapping(String system, boolean twoNames, String deletes) {
        return """
                  %s:
                    entities:
                      contact:
                        object: Contact
                        match: Email
                        read: {every: 5m, %s}
                        fields:
                          %s
                          Email: {value: record.email, type: email}
                          Phone: {value: record.phone, type: phone, region: US}
                          Status: record.status
                        %s
                """.formatted(
                        system,
                        deletes,
                        twoNames
                                ? "FirstName: firstName(record.name)\n          LastName: lastName(record.name)"
                                : "Name: record.name",
                        twoNames ? "back: {name: 'join(found.FirstName, found.LastName)'}" : "");
    }
}
