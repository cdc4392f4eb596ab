package io.recordsync.rules;

import io.recordsync.rules.Link.Take;
import io.recordsync.rules.RuleExpressions.Scope;
import io.recordsync.rules.RuleNode.Group;
import io.recordsync.rules.expression.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads how one object of a system is read back: the keys {@code read}, {@code back} and {@code id} of a mapping. */
final class ReadingReader {
    private static final Set<String> KEYS =
            Set.of("every", "full", "deletes_every", "creates", "deletes", "link", "guard", "deleteGuard", "onRefused");

    private static final Map<String, Deletes> DELETES =
            Map.of("keep", Deletes.KEEP, "follow", Deletes.FOLLOW, "recreate", Deletes.RECREATE);
    private static final Map<String, Take> TAKES =
            Map.of("fill", Take.FILL, "ours", Take.OURS, "theirs", Take.THEIRS, "newest", Take.NEWEST, "ask", Take.ASK);
    private static final Map<String, OnRefused> ON_REFUSED =
            Map.of("park", OnRefused.PARK, "leaveOut", OnRefused.LEAVE_OUT);
    private static final Map<String, Boolean> GUARDS = Map.of("read", true);

    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration FULL = Duration.ofDays(1);

    /** How often deletes are read from systems that list them only together with all earlier ones. */
    private static final Map<String, Duration> DELETES_EVERY = Map.of("hubspot", Duration.ofHours(6));

    private final RuleProblems problems;
    private final RuleExpressions expressions;
    private final BackReader backs;

    ReadingReader(RuleProblems problems, RuleExpressions expressions) {
        this.problems = problems;
        this.expressions = expressions;
        this.backs = new BackReader(problems, expressions);
    }

    /**
     * How the object is read back; empty if it is not.
     *
     * @param fields the mapped fields as they were read
     * @param rules their compiled rules
     * @param kind the kind of the system
     */
    Optional<ReadingRules> read(RuleGroup mapping, Map<String, RuleNode> fields, List<FieldRule> rules, String kind) {
        Optional<RuleNode> read = mapping.get("read");
        if (read.isEmpty()) {
            Stream.of("back", "id")
                    .filter(key -> mapping.get(key).isPresent())
                    .forEach(key -> mapping.problem(key, "has no effect without read"));
        }
        return read.map(node -> {
            ReadOptions options = options(RuleGroup.of(node, KEYS, problems), kind);
            List<BackRule> back = backs.read(mapping, fields, rules);
            List<FieldRule> readFields = rules.stream().filter(isRead(back)).toList();
            String fingerprint = fingerprint(readFields, back, mapping.get("match"), options.creates());
            return new ReadingRules(options, readFields, back, id(mapping), fingerprint);
        });
    }

    private ReadOptions options(RuleGroup read, String kind) {
        Duration every = read.duration("every").orElse(EVERY);
        return new ReadOptions(
                every,
                read.duration("full").orElse(FULL),
                read.duration("deletes_every").orElse(DELETES_EVERY.getOrDefault(kind, every)),
                read.truth("creates").orElse(true),
                read.choice("deletes", DELETES).orElse(Deletes.KEEP),
                link(read),
                read.choice("guard", GUARDS).orElse(false),
                read.get("deleteGuard").map(this::deleteGuard).orElse(DeleteGuard.DEFAULT),
                read.choice("onRefused", ON_REFUSED));
    }

    private Link link(RuleGroup read) {
        Link usual = Link.DEFAULT;
        Optional<RuleGroup> members = read.get("link")
                .filter(Group.class::isInstance)
                .map(group -> RuleGroup.of(group, Set.of("take", "ids"), problems));
        return members.map(link -> new Link(
                        link.choice("take", TAKES).orElse(usual.take()),
                        link.truth("ids").orElse(usual.ids())))
                .orElseGet(() -> new Link(read.choice("link", TAKES).orElse(usual.take()), usual.ids()));
    }

    private DeleteGuard deleteGuard(RuleNode node) {
        RuleGroup members = RuleGroup.of(node, Set.of("count", "percent", "most"), problems);
        DeleteGuard usual = DeleteGuard.DEFAULT;
        int percent = members.positive("percent").orElse(usual.percent());
        if (percent > 100) {
            members.problem("percent", "must be from 1 to 100");
        }
        return new DeleteGuard(
                members.positive("count").orElse(usual.count()),
                percent,
                members.positive("most").orElse(usual.most()));
    }

    private Optional<Expression> id(RuleGroup mapping) {
        Optional<String> source = mapping.text("id");
        return mapping.get("id")
                .flatMap(node -> source.flatMap(text -> expressions.compile(Scope.FOUND, node.location(), text)));
    }

    private static Predicate<FieldRule> isRead(List<BackRule> back) {
        return field -> back.stream().anyMatch(rule -> rule.fields().contains(field.name()));
    }

    private static String fingerprint(
            List<FieldRule> fields, List<BackRule> back, Optional<RuleNode> match, boolean creates) {
        Map<String, Object> types = new TreeMap<>();
        fields.forEach(field -> types.put(
                field.name(),
                List.of(
                        field.type().label(),
                        field.region().orElse(""),
                        field.maxLength().orElse(0))));
        Map<String, String> sources = back.stream().collect(Collectors.toMap(BackRule::path, BackRule::source));
        return Fingerprint.of(List.of(
                types,
                new TreeMap<>(sources),
                match.stream().map(RuleNode::plain).toList(),
                creates));
    }
}
