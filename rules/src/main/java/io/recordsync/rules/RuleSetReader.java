package io.recordsync.rules;

import io.recordsync.rules.RuleNode.Series;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a whole rule file. A file with a problem is not used at all, so the reader leaves a wrong part out and goes on,
 * to find all problems.
 */
final class RuleSetReader {
    private static final Set<String> KEYS = Set.of("name", "strict", "onTypeChange", "routes", "systems", "merge");
    private static final int MAX_SYSTEMS = 50;
    private static final int MAX_ENTITIES = 50;
    private static final int MAX_TYPES = 500;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private final RuleProblems problems;
    private final SystemNames names;
    private final RuleExpressions expressions;
    private final MappingReader mappings;

    private RuleSetReader(RuleProblems problems, SystemNames names) {
        this.problems = problems;
        this.names = names;
        this.expressions = new RuleExpressions(problems);
        this.mappings = new MappingReader(problems, expressions);
    }

    static RuleSet read(String text, String origin, SystemNames names) {
        RuleProblems problems = new RuleProblems();
        RuleNode file = new RuleNodeReader(problems).read(text);
        problems.throwIfAny(origin);
        RuleSet rules = new RuleSetReader(problems, names)
                .ruleSet(Optional.ofNullable(file).orElseThrow());
        problems.throwIfAny(origin);
        return rules;
    }

    private RuleSet ruleSet(RuleNode file) {
        RuleGroup top = RuleGroup.of(file, KEYS, problems);
        String name = top.requiredText("name").orElse("");
        top.get("name").ifPresent(node -> checkName(node.location(), name));
        Map<String, SystemRules> systems = systems(top);
        Map<String, MergeRules> merges = top.get("merge")
                .map(node -> new MergeReader(problems, expressions, systems).read(node))
                .orElse(Map.of());
        return new RuleSet(name, Fingerprint.of(file.plain()), routes(top, systems), systems, merges);
    }

    private Map<String, SystemRules> systems(RuleGroup top) {
        boolean strict = top.truth("strict").orElse(false);
        OnTypeChange onTypeChange = onTypeChange(top).orElse(OnTypeChange.KEEP);
        Map<String, SystemRules> systems = new LinkedHashMap<>();
        free(top, "systems", MAX_SYSTEMS).forEach((system, node) -> {
            checkName(node.location(), system);
            systems.put(system, system(system, node, strict, onTypeChange));
        });
        return systems;
    }

    private SystemRules system(String system, RuleNode node, boolean strict, OnTypeChange onTypeChange) {
        RuleGroup members = RuleGroup.of(node, Set.of("onTypeChange", "entities"), problems);
        Map<String, ObjectMapping> byEntity = new HashMap<>();
        free(members, "entities", MAX_ENTITIES).forEach((entity, mapping) -> {
            checkName(mapping.location(), entity);
            byEntity.put(entity, mappings.read(mapping, names.kindOf(system), strict));
        });
        return new SystemRules(onTypeChange(members).orElse(onTypeChange), byEntity);
    }

    private static Optional<OnTypeChange> onTypeChange(RuleGroup members) {
        return members.choice("onTypeChange", OnTypeChange::labelled, OnTypeChange.labels());
    }

    private Map<String, EntityRoute> routes(RuleGroup top, Map<String, SystemRules> systems) {
        Map<String, EntityRoute> routes = new HashMap<>();
        free(top, "routes", MAX_ENTITIES).forEach((entity, node) -> {
            checkName(node.location(), entity);
            routes.put(entity, route(entity, node, systems));
        });
        return routes;
    }

    private EntityRoute route(String entity, RuleNode node, Map<String, SystemRules> systems) {
        if (node instanceof Series) {
            return new EntityRoute(Map.of(), targets(entity, node, systems));
        }
        RuleGroup members = RuleGroup.of(node, Set.of("types", "otherwise"), problems);
        Map<String, List<String>> byType = new HashMap<>();
        free(members, "types", MAX_TYPES).forEach((type, list) -> {
            if (byType.put(EntityRoute.key(type), targets(entity, list, systems)) != null) {
                problems.add(list.location(), "is given twice; upper and lower case are not distinguished");
            }
        });
        List<String> otherwise = members.required("otherwise")
                .map(list -> targets(entity, list, systems))
                .orElse(List.of());
        return new EntityRoute(byType, otherwise);
    }

    private List<String> targets(String entity, RuleNode node, Map<String, SystemRules> systems) {
        List<String> targets = RuleGroup.texts(node, problems);
        targets.forEach(system -> checkTarget(node.location(), entity, system, systems));
        return List.copyOf(new LinkedHashSet<>(targets));
    }

    private void checkTarget(SourceLocation location, String entity, String system, Map<String, SystemRules> systems) {
        SystemRules rules = systems.get(system);
        if (rules == null) {
            problems.add(
                    location,
                    "there is no system " + system + " in this file" + Nearest.hint(system, systems.keySet()));
        } else if (!rules.maps(entity)) {
            problems.add(location, "the system " + system + " has no mapping of " + entity);
        }
    }

    private Map<String, RuleNode> free(RuleGroup members, String key, int most) {
        return members.required(key)
                .map(node -> RuleGroup.of(node, problems).atMost(most))
                .orElse(Map.of());
    }

    private void checkName(SourceLocation location, String name) {
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            problems.add(
                    location, "a name consists of lower-case letters, digits, - and _, and has at most 63 characters");
        }
    }
}
