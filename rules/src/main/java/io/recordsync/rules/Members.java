package io.recordsync.rules;

import io.recordsync.rules.RuleNode.Group;
import io.recordsync.rules.RuleNode.Scalar;
import io.recordsync.rules.RuleNode.Series;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The members of one group of a rule file, each of the kind that is asked for; whatever is not is a problem. */
final class Members {
    private final Place place;
    private final Map<String, RuleNode> members;
    private final boolean group;
    private final Problems problems;

    private Members(Place place, Map<String, RuleNode> members, boolean group, Problems problems) {
        this.place = place;
        this.members = members;
        this.group = group;
        this.problems = problems;
    }

    /** The members of a group with free keys. */
    static Members of(RuleNode node, Problems problems) {
        if (node instanceof Group(Place place, Map<String, RuleNode> members)) {
            return new Members(place, members, true, problems);
        }
        problems.add(node.place(), "must be a group of keys, and is " + node.kind());
        return new Members(node.place(), Map.of(), false, problems);
    }

    /** The members of a group with these keys, and no others. */
    static Members of(RuleNode node, Set<String> known, Problems problems) {
        Members found = of(node, problems);
        found.members.forEach((key, member) -> {
            if (!known.contains(key)) {
                problems.add(member.place(), "is not known" + Nearest.hint(key, known));
            }
        });
        return found;
    }

    /** Tells a problem with one member, or with the group where it lacks that member. */
    void problem(String key, String message) {
        problems.add(get(key).map(RuleNode::place).orElse(place), message);
    }

    /** The members, of which there may be so many. */
    Map<String, RuleNode> atMost(int most) {
        if (members.size() > most) {
            problems.add(place, "has " + members.size() + " members; " + most + " are allowed");
        }
        return members;
    }

    Optional<RuleNode> get(String key) {
        return Optional.ofNullable(members.get(key));
    }

    Optional<RuleNode> required(String key) {
        Optional<RuleNode> node = get(key);
        if (node.isEmpty() && group) {
            problems.add(place, "lacks " + key);
        }
        return node;
    }

    Optional<String> text(String key) {
        return get(key).flatMap(node -> text(node, problems));
    }

    Optional<String> requiredText(String key) {
        return required(key).flatMap(node -> text(node, problems));
    }

    /** One of a set of labels. */
    <T> Optional<T> choice(String key, Function<String, Optional<T>> labelled, Collection<String> labels) {
        Optional<String> label = text(key);
        Optional<T> choice = label.flatMap(labelled);
        if (label.isPresent() && choice.isEmpty()) {
            problem(key, label.get() + " is not known" + Nearest.hint(label.get(), labels));
        }
        return choice;
    }

    Optional<Boolean> truth(String key) {
        return get(key).flatMap(node -> {
            if (node instanceof Scalar(Place at, Boolean truth)) {
                return Optional.of(truth);
            }
            problems.add(node.place(), "must be true or false");
            return Optional.empty();
        });
    }

    Optional<Integer> positive(String key) {
        return get(key).flatMap(node -> {
            if (node instanceof Scalar(Place at, BigInteger number)
                    && number.signum() > 0
                    && number.bitLength() < Integer.SIZE) {
                return Optional.of(number.intValue());
            }
            problems.add(node.place(), "must be a whole number above 0");
            return Optional.empty();
        });
    }

    /** A list of texts. */
    static List<String> texts(RuleNode node, Problems problems) {
        if (!(node instanceof Series(Place at, List<RuleNode> items))) {
            problems.add(node.place(), "must be a list, and is " + node.kind());
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        items.forEach(item -> text(item, problems).ifPresent(texts::add));
        return texts;
    }

    private static Optional<String> text(RuleNode node, Problems problems) {
        if (node instanceof Scalar(Place at, String text) && !text.isBlank()) {
            return Optional.of(text);
        }
        problems.add(node.place(), "must be text, and is " + node.kind());
        return Optional.empty();
    }
}
