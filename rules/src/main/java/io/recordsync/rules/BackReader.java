package io.recordsync.rules;

import io.recordsync.rules.RuleExpressions.Scope;
import io.recordsync.rules.expression.Expression;
import io.recordsync.rules.expression.References;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the ways back of a mapping: those under {@code back}, and those of fields whose value is a plain path. */
final class BackReader {
    private static final int MAX_PATHS = 500;
    private static final String FALLBACK = "coalesce";

    private final RuleProblems problems;
    private final RuleExpressions expressions;

    BackReader(RuleProblems problems, RuleExpressions expressions) {
        this.problems = problems;
        this.expressions = expressions;
    }

    List<BackRule> read(RuleGroup mapping, Map<String, RuleNode> fields, List<FieldRule> rules) {
        Map<String, RuleNode> written = mapping.get("back")
                .map(node -> RuleGroup.of(node, problems).atMost(MAX_PATHS))
                .orElse(Map.of());
        List<BackRule> back = Stream.concat(
                        plain(fields, rules, written).stream(),
                        written.entrySet().stream()
                                .flatMap(entry -> written(entry.getKey(), entry.getValue(), fields).stream()))
                .toList();
        checkOverlaps(mapping, back);
        checkFallbacks(fields, rules, back);
        if (back.isEmpty() && written.isEmpty()) {
            mapping.problem("read", "nothing is read: no field's value is a plain path, and there is no back");
        }
        return back;
    }

    private List<BackRule> plain(Map<String, RuleNode> fields, List<FieldRule> rules, Map<String, RuleNode> written) {
        Map<String, BackRule> byPath = new LinkedHashMap<>();
        for (FieldRule rule : rules) {
            String path = rule.path();
            if (!rule.back() || path.isEmpty() || written.containsKey(path)) {
                continue;
            }
            BackRule other = byPath.putIfAbsent(path, BackRule.plain(path, rule.name()));
            if (other != null) {
                add(
                        fields,
                        rule,
                        "%s and %s both give %s; write back: false at one of them, or %s under back"
                                .formatted(other.source(), rule.name(), path, path));
            }
        }
        return new ArrayList<>(byPath.values());
    }

    private Optional<BackRule> written(String path, RuleNode node, Map<String, RuleNode> fields) {
        if (!RecordPaths.isPath(path)) {
            problems.add(node.location(), "a path consists of names of a record with points between them");
        }
        return RuleGroup.text(node, problems)
                .flatMap(source -> expressions
                        .compile(Scope.FOUND, node.location(), source)
                        .map(expression -> {
                            checkFields(node.location(), expression.references(), fields);
                            return rule(path, source, expression);
                        }));
    }

    private static BackRule rule(String path, String source, Expression expression) {
        return new BackRule(path, expression.references().members(), source, Optional.of(expression));
    }

    private void checkFields(SourceLocation location, References references, Map<String, RuleNode> fields) {
        references.members().stream()
                .filter(field -> !fields.containsKey(field))
                .sorted()
                .forEach(field -> problems.add(
                        location, field + " is not among the fields" + Nearest.hint(field, fields.keySet())));
        if (references.whole() || references.members().isEmpty()) {
            problems.add(location, "must name the fields that it uses, each as found.NAME or found['NAME']");
        }
    }

    private static void checkOverlaps(RuleGroup mapping, List<BackRule> back) {
        for (int i = 0; i < back.size(); i++) {
            String path = back.get(i).path();
            back.subList(0, i).stream()
                    .map(BackRule::path)
                    .filter(other -> RecordPaths.overlap(path, other))
                    .forEach(other -> mapping.problem(
                            "read", "one of the paths %s and %s is a part of the other".formatted(other, path)));
        }
    }

    /** A value with a fallback shows one of several paths, and nothing tells into which one it is to be read back. */
    private void checkFallbacks(Map<String, RuleNode> fields, List<FieldRule> rules, List<BackRule> back) {
        rules.stream()
                .filter(FieldRule::back)
                .filter(rule -> rule.expression().references().functions().contains(FALLBACK))
                .filter(rule -> back.stream().noneMatch(way -> way.fields().contains(rule.name())))
                .forEach(rule -> add(
                        fields,
                        rule,
                        "the value of %s has a fallback, so it is not read back by itself; write a path that uses"
                                        .formatted(rule.name())
                                + " found." + rule.name() + " under back, or back: false here"));
    }

    private void add(Map<String, RuleNode> fields, FieldRule rule, String message) {
        Optional.ofNullable(fields.get(rule.name())).ifPresent(node -> problems.add(node.location(), message));
    }
}
