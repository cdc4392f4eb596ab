package io.recordsync.rules.expression;

import com.google.re2j.PatternSyntaxException;
import dev.cel.bundle.Cel;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.validator.CelAstValidator;

/**
 * Refuses a literal pattern that would fail for each record. CEL's own validator uses Java's regular expressions, which
 * have another syntax.
 */
final class RegexLiterals implements CelAstValidator {

    @Override
    public void validate(CelNavigableAst expression, Cel cel, IssuesFactory issues) {
        expression
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .filter(RegexLiterals::isMatches)
                .map(call -> call.call().args().getLast())
                .filter(References::isText)
                .forEach(pattern -> check(pattern, issues));
    }

    private static void check(CelExpr pattern, IssuesFactory issues) {
        try {
            BoundedRegex.compile(pattern.constant().stringValue());
        } catch (PatternSyntaxException e) {
            issues.addError(pattern.id(), "the pattern is not valid in RE2's syntax: " + e.getDescription());
        } catch (IllegalArgumentException e) {
            issues.addError(pattern.id(), "the pattern cannot be used: " + e.getMessage());
        }
    }

    private static boolean isMatches(CelExpr expression) {
        return expression.getKind() == ExprKind.Kind.CALL
                && expression.call().function().equals("matches")
                && !expression.call().args().isEmpty();
    }
}
