package io.recordsync.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a rule file as it was read, with its location. */
sealed interface RuleNode {
    SourceLocation location();

    /** The same content as plain maps, lists and values. */
    @Nullable Object plain();

    /** The kind of this node, in words that fit into a sentence. */
    String kind();

    record Group(SourceLocation location, Map<String, RuleNode> members) implements RuleNode {
        public Group {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public Map<String, @Nullable Object> plain() {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            members.forEach((key, member) -> plain.put(key, member.plain()));
            return plain;
        }

        @Override
        public String kind() {
            return "a group of keys";
        }
    }

    record Series(SourceLocation location, List<RuleNode> items) implements RuleNode {
        public Series {
            items = List.copyOf(items);
        }

        @Override
        public List<@Nullable Object> plain() {
            return items.stream().<@Nullable Object>map(RuleNode::plain).toList();
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    record Scalar(SourceLocation location, @Nullable Object plain) implements RuleNode {
        @Override
        public String kind() {
            return switch (plain) {
                case null -> "nothing";
                case Boolean truth -> truth.toString();
                case Number number -> "a number";
                case String text when text.isBlank() -> "empty";
                default -> "text";
            };
        }
    }
}
