package io.recordsync.rules;

import io.recordsync.rules.RuleExpressions.Scope;
import io.recordsync.rules.RuleNode.Group;
import io.recordsync.rules.RuleNode.Scalar;
import io.recordsync.rules.expression.Expression;
import io.recordsync.rules.type.FieldType;
import io.recordsync.rules.type.PhoneType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the mapping of one entity to one system's object, and compiles its expressions. */
final class MappingReader {
    private static final int MAX_FIELDS = 500;
    private static final Set<String> KEYS = Set.of("object", "match", "fields", "read", "back", "id");
    private static final Set<String> FIELD_KEYS =
            Set.of("value", "type", "required", "strict", "maxLength", "region", "back");
    private static final Pattern VENDOR_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    /** The owners of databases and files choose the names of tables, columns and headings freely. */
    private static final Pattern FREE_NAME = Pattern.compile("\\P{Cntrl}{1,128}");

    private static final Set<String> WITH_FREE_NAMES = Set.of("database", "files");

    private final RuleProblems problems;
    private final RuleExpressions expressions;
    private final ReadingReader readings;

    MappingReader(RuleProblems problems, RuleExpressions expressions) {
        this.problems = problems;
        this.expressions = expressions;
        this.readings = new ReadingReader(problems, expressions);
    }

    /** @param kind the kind of system that the names belong to */
    ObjectMapping read(RuleNode node, String kind, boolean strict) {
        boolean free = WITH_FREE_NAMES.contains(kind);
        RuleGroup members = RuleGroup.of(node, KEYS, problems);
        String object = members.requiredText("object").orElse("");
        members.get("object").ifPresent(at -> checkVendorName(at.location(), object, free));
        Map<String, RuleNode> fields = members.required("fields")
                .map(group -> RuleGroup.of(group, problems).atMost(MAX_FIELDS))
                .orElse(Map.of());
        Optional<String> match = match(members, fields);
        List<FieldRule> rules = rules(fields, free, strict);
        return new ObjectMapping(object, match, rules, readings.read(members, fields, rules, kind));
    }

    private static Optional<String> match(RuleGroup members, Map<String, RuleNode> fields) {
        Optional<String> match = members.text("match");
        match.filter(field -> !fields.containsKey(field))
                .ifPresent(field -> members.problem(
                        "match", field + " is not among the fields" + Nearest.hint(field, fields.keySet())));
        return match;
    }

    private List<FieldRule> rules(Map<String, RuleNode> fields, boolean free, boolean strict) {
        List<FieldRule> rules = new ArrayList<>();
        fields.forEach((name, node) -> {
            checkVendorName(node.location(), name, free);
            rule(name, node, strict).ifPresent(rules::add);
        });
        return rules;
    }

    private Optional<FieldRule> rule(String name, RuleNode node, boolean strict) {
        return switch (node) {
            case Scalar(SourceLocation location, String source) ->
                expression(location, source).map(expression -> plain(name, expression, strict));
            case Group group -> detailed(name, group, strict);
            default -> {
                problems.add(node.location(), "must be an expression or a group of keys, and is " + node.kind());
                yield Optional.empty();
            }
        };
    }

    private Optional<FieldRule> detailed(String name, Group group, boolean strict) {
        RuleGroup members = RuleGroup.of(group, FIELD_KEYS, problems);
        FieldType type =
                members.choice("type", FieldType::labelled, FieldType.labels()).orElse(FieldType.STRING);
        boolean required = members.truth("required").orElse(false);
        boolean fieldStrict = members.truth("strict").orElse(strict);
        OptionalInt maxLength = maxLength(members, type);
        Optional<String> region = region(members, type);
        boolean back = members.truth("back").orElse(true);
        return value(members)
                .map(expression ->
                        new FieldRule(name, expression, type, required, fieldStrict, maxLength, region, back));
    }

    private Optional<Expression> value(RuleGroup members) {
        Optional<String> source = members.requiredText("value");
        return members.get("value").flatMap(node -> source.flatMap(text -> expression(node.location(), text)));
    }

    private static FieldRule plain(String name, Expression expression, boolean strict) {
        return new FieldRule(
                name, expression, FieldType.STRING, false, strict, OptionalInt.empty(), Optional.empty(), true);
    }

    private static OptionalInt maxLength(RuleGroup members, FieldType type) {
        Optional<Integer> maxLength = members.positive("maxLength");
        if (maxLength.isPresent() && !type.hasLength()) {
            members.problem("maxLength", "the type " + type.label() + " has no length that could be limited");
        }
        return maxLength.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static Optional<String> region(RuleGroup members, FieldType type) {
        Optional<String> region = members.text("region");
        if (region.isPresent() && type != FieldType.PHONE) {
            members.problem("region", "is for the type phone only");
        } else if (region.isPresent() && !PhoneType.isRegion(region.get())) {
            members.problem("region", "must be a country code of two capital letters, such as US");
        }
        return region;
    }

    private Optional<Expression> expression(SourceLocation location, String source) {
        return expressions.compile(Scope.RECORD, location, source);
    }

    private void checkVendorName(SourceLocation location, String name, boolean free) {
        Pattern form = free ? FREE_NAME : VENDOR_NAME;
        if (!name.isEmpty() && !form.matcher(name).matches()) {
            problems.add(
                    location,
                    free
                            ? "a name has at most 128 characters, and no control characters"
                            : "a vendor's name consists of letters, digits, _, . and -, and has at most 128"
                                    + " characters");
        }
    }
}
