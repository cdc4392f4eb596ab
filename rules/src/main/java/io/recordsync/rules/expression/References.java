package io.recordsync.rules.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an expression refers to, as its text says.
 *
 * @param path the names from the variable down to one value, if the expression consists of nothing else:
 *     {@code record.address.city} has {@code address} and {@code city}. Empty for any other expression
 * @param members the direct members of the variable that the expression names: {@code address} in
 *     {@code record.address.city}
 * @param whole whether the expression also uses the variable in another way, such as {@code record[record.key]}
 * @param functions the names of the functions and operators that the expression calls
 */
public record References(List<String> path, Set<String> members, boolean whole, Set<String> functions) {
    private static final String INDEX = "_[_]";

    public References {
        path = List.copyOf(path);
        members = Set.copyOf(members);
        functions = Set.copyOf(functions);
    }

    static References of(CelAbstractSyntaxTree parsed, String variable) {
        CelNavigableExpr root = CelNavigableAst.fromAst(parsed).getRoot();
        List<Optional<String>> uses = root.allNodes()
                .filter(node -> isVariable(node.expr(), variable))
                .map(References::member)
                .toList();
        return new References(
                path(root.expr(), variable).orElse(List.of()),
                uses.stream().flatMap(Optional::stream).collect(Collectors.toCollection(LinkedHashSet::new)),
                uses.stream().anyMatch(Optional::isEmpty),
                root.allNodes()
                        .map(CelNavigableExpr::expr)
                        .filter(node -> node.getKind() == ExprKind.Kind.CALL)
                        .map(node -> node.call().function())
                        .collect(Collectors.toSet()));
    }

    private static Optional<String> member(CelNavigableExpr variable) {
        return variable.parent()
                .map(CelNavigableExpr::expr)
                .flatMap(part -> selected(part)
                        .filter(name -> operand(part).id() == variable.expr().id()));
    }

    private static Optional<List<String>> path(CelExpr expression, String variable) {
        if (isVariable(expression, variable)) {
            return Optional.of(List.of());
        }
        boolean presence = expression.getKind() == ExprKind.Kind.SELECT
                && expression.select().testOnly();
        return selected(expression)
                .filter(name -> !presence)
                .flatMap(name -> path(operand(expression), variable)
                        .map(above ->
                                Stream.concat(above.stream(), Stream.of(name)).toList()));
    }

    /** The name in {@code operand.name} or {@code operand['name']}; empty for any other expression. */
    private static Optional<String> selected(CelExpr expression) {
        return switch (expression.getKind()) {
            case SELECT -> Optional.of(expression.select().field());
            case CALL ->
                Optional.of(expression.call())
                        .filter(call -> call.function().equals(INDEX))
                        .map(call -> call.args().getLast())
                        .filter(References::isText)
                        .map(index -> index.constant().stringValue());
            default -> Optional.empty();
        };
    }

    private static CelExpr operand(CelExpr selected) {
        return selected.getKind() == ExprKind.Kind.SELECT
                ? selected.select().operand()
                : selected.call().args().getFirst();
    }

    private static boolean isVariable(CelExpr expression, String variable) {
        return expression.getKind() == ExprKind.Kind.IDENT
                && expression.ident().name().equals(variable);
    }

    static boolean isText(CelExpr expression) {
        return expression.getKind() == ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    }
}
