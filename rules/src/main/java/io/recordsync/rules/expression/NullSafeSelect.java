package io.recordsync.rules.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableComprehension;
import dev.cel.common.ast.CelMutableExpr.CelMutableMap;
import dev.cel.common.ast.CelMutableExpr.CelMutableSelect;
import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites an expression so that an absent path is null, where CEL reports an error. {@code a.b} and {@code a[b]}
 * become calls of a function, and {@code has(a.b)} tests whether its result is not null.
 */
final class NullSafeSelect {
    /** A name that no expression can call, because CEL has no such identifier. */
    static final String SELECT = "@select";

    private static final String INDEX = "_[_]";
    private static final String NOT_EQUALS = "_!=_";

    /** Larger than every id of the parser, which gives one id to each node. */
    private long nextId = 1L << 32;

    private NullSafeSelect() {}

    static CelAbstractSyntaxTree rewrite(CelAbstractSyntaxTree parsed) {
        CelMutableAst ast = CelMutableAst.fromCelAst(parsed);
        new NullSafeSelect().rewrite(ast.expr());
        return ast.toParsedAst();
    }

    /** The function {@link #SELECT}: returns the part of a map or list, or null. */
    static Object select(Object whole, Object part) {
        return switch (whole) {
            case Map<?, ?> map -> orNull(map.get(part));
            case List<?> list
            when part instanceof Long index && index >= 0 && index < list.size() -> orNull(list.get(index.intValue()));
            default -> NullValue.NULL_VALUE;
        };
    }

    private static Object orNull(@Nullable Object value) {
        return value == null ? NullValue.NULL_VALUE : value;
    }

    private void rewrite(CelMutableExpr expression) {
        switch (expression.getKind()) {
            case SELECT -> rewriteSelect(expression);
            case CALL -> rewriteCall(expression.call());
            case LIST -> expression.list().elements().forEach(this::rewrite);
            case MAP -> expression.map().entries().forEach(this::rewriteEntry);
            case COMPREHENSION -> rewriteComprehension(expression.comprehension());
            default -> {}
        }
    }

    private void rewriteSelect(CelMutableExpr expression) {
        CelMutableSelect select = expression.select();
        rewrite(select.operand());
        CelMutableCall value =
                CelMutableCall.create(SELECT, select.operand(), constant(CelConstant.ofValue(select.field())));
        expression.setCall(select.testOnly() ? isPresent(value) : value);
    }

    private CelMutableCall isPresent(CelMutableCall value) {
        return CelMutableCall.create(
                NOT_EQUALS,
                CelMutableExpr.ofCall(nextId++, value),
                constant(CelConstant.ofValue(NullValue.NULL_VALUE)));
    }

    private void rewriteCall(CelMutableCall call) {
        call.target().ifPresent(this::rewrite);
        call.args().forEach(this::rewrite);
        if (call.function().equals(INDEX)) {
            call.setFunction(SELECT);
        }
    }

    private void rewriteEntry(CelMutableMap.Entry entry) {
        rewrite(entry.key());
        rewrite(entry.value());
    }

    private void rewriteComprehension(CelMutableComprehension comprehension) {
        rewrite(comprehension.iterRange());
        rewrite(comprehension.accuInit());
        rewrite(comprehension.loopCondition());
        rewrite(comprehension.loopStep());
        rewrite(comprehension.result());
    }

    private CelMutableExpr constant(CelConstant value) {
        return CelMutableExpr.ofConstant(nextId++, value);
    }
}
