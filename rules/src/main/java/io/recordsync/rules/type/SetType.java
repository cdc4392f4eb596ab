package io.recordsync.rules.type;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sets of choices. Their canonical form is a text, so that it is sent, compared and hashed as any other text is:
 * Salesforce and HubSpot write several choices in this way. A choice keeps its spelling, and cannot contain a
 * semicolon.
 */
final class SetType {
    private static final String SEPARATOR = ";";

    private SetType() {}

    /** The members in canonical form; null if there is none. */
    static Optional<CheckedValue> check(String text) {
        TreeSet<String> members = Stream.of(text.split(SEPARATOR))
                .map(String::strip)
                .filter(member -> !member.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        return Optional.of(CheckedValue.good(members.isEmpty() ? null : String.join(SEPARATOR, members)));
    }

    /** The members of a list as one text. A list that contains a list or a map is returned as it is. */
    static Object listed(List<?> members) {
        List<String> texts = members.stream()
                .<Optional<String>>map(member -> member == null ? Optional.of("") : ScalarText.of(member))
                .flatMap(Optional::stream)
                .toList();
        return texts.size() == members.size() ? String.join(SEPARATOR, texts) : members;
    }
}
