package io.recordsync.rules;

import io.recordsync.rules.RuleExpressions.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the key {@code merge} of a rule file. */
final class MergeReader {
    private static final int MAX_ENTITIES = 50;
    private static final int MAX_FIELDS = 500;
    private static final Map<String, WinRule> NAMED =
            Map.of("newest", new WinRule.Newest(), "filled", new WinRule.Filled(), "ask", new WinRule.Ask());

    /** What is meant as a name. Anything else is an expression. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]+");

    private final RuleProblems problems;
    private final RuleExpressions expressions;
    private final Map<String, SystemRules> systems;

    MergeReader(RuleProblems problems, RuleExpressions expressions, Map<String, SystemRules> systems) {
        this.problems = problems;
        this.expressions = expressions;
        this.systems = systems;
    }

    /** The rules of each entity that the file names under {@code merge}. */
    Map<String, MergeRules> read(RuleNode merge) {
        Set<String> entities = systems.values().stream()
                .flatMap(rules -> rules.mappings().keySet().stream())
                .collect(Collectors.toSet());
        Map<String, MergeRules> merges = new HashMap<>();
        RuleGroup.of(merge, entities, problems).atMost(MAX_ENTITIES).forEach((entity, node) -> {
            if (entities.contains(entity)) {
                merges.put(entity, entity(entity, RuleGroup.of(node, Set.of("match", "wins", "fields"), problems)));
            }
        });
        return merges;
    }

    private MergeRules entity(String entity, RuleGroup members) {
        List<String> match = members.get("match")
                .map(node -> RuleGroup.texts(node, problems))
                .orElse(List.of());
        members.get("match").ifPresent(node -> {
            match.forEach(path -> checkPath(node.location(), entity, path));
            checkMatch(node.location(), entity, match);
        });
        WinRule wins = members.get("wins").flatMap(node -> rule(node, entity)).orElse(new WinRule.Newest());
        Map<String, WinRule> fields = new HashMap<>();
        members.get("fields")
                .map(node -> RuleGroup.of(node, problems).atMost(MAX_FIELDS))
                .orElse(Map.of())
                .forEach((path, node) -> {
                    checkPath(node.location(), entity, path);
                    rule(node, entity).ifPresent(rule -> fields.put(path, rule));
                });
        return new MergeRules(match, wins, fields);
    }

    private Optional<WinRule> rule(RuleNode node, String entity) {
        return RuleGroup.text(node, problems).flatMap(text -> {
            WinRule named = NAMED.get(text);
            if (named != null) {
                return Optional.of(named);
            }
            return WORD.matcher(text).matches()
                    ? owner(node.location(), text, entity)
                    : expressions
                            .compile(Scope.CONFLICT, node.location(), text)
                            .map(expression -> new WinRule.Judged(text, expression));
        });
    }

    private Optional<WinRule> owner(SourceLocation location, String system, String entity) {
        SystemRules owner = systems.get(system);
        if (owner == null) {
            Set<String> known = new TreeSet<>(NAMED.keySet());
            known.addAll(systems.keySet());
            problems.add(location, system + " is not known" + Nearest.hint(system, known));
        } else if (owner.reading(entity).isEmpty()) {
            problems.add(location, "%s cannot own it, because it does not read %s".formatted(system, entity));
        }
        return Optional.of(new WinRule.Owner(system));
    }

    /** A path of an entity that is read must be read by one of the systems. */
    private void checkPath(SourceLocation location, String entity, String path) {
        Set<String> paths = systems.values().stream()
                .flatMap(rules -> rules.reading(entity).stream())
                .flatMap(reading -> reading.paths().stream())
                .collect(Collectors.toSet());
        if (!paths.isEmpty() && !paths.contains(path)) {
            problems.add(location, path + " is not read back from any system" + Nearest.hint(path, paths));
        }
    }

    /** The field by which a system finds an existing row must show one of the paths that recognise a record. */
    private void checkMatch(SourceLocation location, String entity, List<String> match) {
        systems.forEach((system, rules) -> rules.mapping(entity).ifPresent(mapping -> {
            Set<String> paths = mapping.matchPaths();
            if (!paths.isEmpty() && paths.stream().noneMatch(match::contains)) {
                problems.add(
                        location,
                        "%s is matched by %s, which shows %s; both must name the same path"
                                .formatted(system, mapping.match().orElse(""), String.join(", ", paths)));
            }
        }));
    }
}
