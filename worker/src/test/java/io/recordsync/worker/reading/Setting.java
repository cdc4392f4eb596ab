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
 */
record Setting(List<Traits> traits, boolean twoNames, String wins, boolean deltasAlone, boolean times) {

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
                random.nextBoolean());
    }

    /** Two plain systems. */
    static Setting plain(boolean twoNames) {
        return new Setting(List.of(Traits.PLAIN, Traits.PLAIN), twoNames, "newest", false, false);
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
        systems().forEach(system -> text.append(mapping(system, twoNames && system.equals("a"))));
        return PARSED.computeIfAbsent(text.toString(), source -> RuleSet.parse(source, "test"));
    }

    private static String mapping(String system, boolean twoNames) {
        return """
                  %s:
                    entities:
                      contact:
                        object: Contact
                        match: Email
                        read: {every: 5m}
                        fields:
                          %s
                          Email: {value: record.email, type: email}
                          Phone: {value: record.phone, type: phone, region: US}
                          Status: record.status
                        %s
                """.formatted(
                        system,
                        twoNames
                                ? "FirstName: firstName(record.name)\n          LastName: lastName(record.name)"
                                : "Name: record.name",
                        twoNames ? "back: {name: 'join(found.FirstName, found.LastName)'}" : "");
    }
}
