package io.recordsync.rules;

import io.recordsync.rules.RuleNode.Group;
import io.recordsync.rules.RuleNode.Scalar;
import io.recordsync.rules.RuleNode.Series;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The members of one group of a rule file. Each method reads members of one kind, and adds a problem for a member of
 * another kind.
 */
final class RuleGroup {
    private final SourceLocation location;
    private final Map<String, RuleNode> members;
    private final boolean group;
    private final RuleProblems problems;

    private RuleGroup(SourceLocation location, Map<String, RuleNode> members, boolean group, RuleProblems problems) {
        this.location = location;
        this.members = members;
        this.group = group;
        this.problems = problems;
    }

    /** The members of a group that may have any keys. */
    static RuleGroup of(RuleNode node, RuleProblems problems) {
        if (node instanceof Group(SourceLocation location, Map<String, RuleNode> members)) {
            return new RuleGroup(location, members, true, problems);
        }
        problems.add(node.location(), "must be a group of keys, and is " + node.kind());
        return new RuleGroup(node.location(), Map.of(), false, problems);
    }

    /** The members of a group that may have only these keys. */
    static RuleGroup of(RuleNode node, Set<String> known, RuleProblems problems) {
        RuleGroup found = of(node, problems);
        found.members.forEach((key, member) -> {
            if (!known.contains(key)) {
                problems.add(member.location(), "is not known" + Nearest.hint(key, known));
            }
        });
        return found;
    }

    /** Adds a problem with one member, or with the group if it does not have that member. */
    void problem(String key, String message) {
        problems.add(get(key).map(RuleNode::location).orElse(location), message);
    }

    /** The members. Adds a problem if there are more than {@code most}. */
    Map<String, RuleNode> atMost(int most) {
        if (members.size() > most) {
            problems.add(location, "has " + members.size() + " members; " + most + " are allowed");
        }
        return members;
    }

    Optional<RuleNode> get(String key) {
        return Optional.ofNullable(members.get(key));
    }

    Optional<RuleNode> required(String key) {
        Optional<RuleNode> node = get(key);
        if (node.isEmpty() && group) {
            problems.add(location, "lacks " + key);
        }
        return node;
    }

    Optional<String> text(String key) {
        return get(key).flatMap(node -> text(node, problems));
    }

    Optional<String> requiredText(String key) {
        return required(key).flatMap(node -> text(node, problems));
    }

    /** The value of a member that must have one of these labels. */
    <T> Optional<T> choice(String key, Function<String, Optional<T>> labelled, Collection<String> labels) {
        Optional<String> label = text(key);
        Optional<T> choice = label.flatMap(labelled);
        if (label.isPresent() && choice.isEmpty()) {
            problem(key, label.get() + " is not known" + Nearest.hint(label.get(), labels));
        }
        return choice;
    }

    /** The value of a member that must have the name of one of these choices. */
    <T> Optional<T> choice(String key, Map<String, T> choices) {
        return choice(key, label -> Optional.ofNullable(choices.get(label)), choices.keySet());
    }

    Optional<Duration> duration(String key) {
        Optional<String> text = text(key);
        Optional<Duration> duration = text.flatMap(Intervals::read);
        if (text.isPresent() && duration.isEmpty()) {
            problem(key, text.get() + " is not a duration" + Intervals.HINT);
        }
        return duration;
    }

    Optional<Boolean> truth(String key) {
        return get(key).flatMap(node -> {
            if (node instanceof Scalar(SourceLocation at, Boolean truth)) {
                return Optional.of(truth);
            }
            problems.add(node.location(), "must be true or false");
            return Optional.empty();
        });
    }

    Optional<Integer> positive(String key) {
        return get(key).flatMap(node -> {
            if (node instanceof Scalar(SourceLocation at, BigInteger number)
                    && number.signum() > 0
                    && number.bitLength() < Integer.SIZE) {
                return Optional.of(number.intValue());
            }
            problems.add(node.location(), "must be a whole number above 0");
            return Optional.empty();
        });
    }

    /** A list of texts. */
    static List<String> texts(RuleNode node, RuleProblems problems) {
        if (!(node instanceof Series(SourceLocation at, List<RuleNode> items))) {
            problems.add(node.location(), "must be a list, and is " + node.kind());
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        items.forEach(item -> text(item, problems).ifPresent(texts::add));
        return texts;
    }

    /** The text of a node. */
    static Optional<String> text(RuleNode node, RuleProblems problems) {
        if (node instanceof Scalar(SourceLocation at, String text) && !text.isBlank()) {
            return Optional.of(text);
        }
        problems.add(node.location(), "must be text, and is " + node.kind());
        return Optional.empty();
    }
}
