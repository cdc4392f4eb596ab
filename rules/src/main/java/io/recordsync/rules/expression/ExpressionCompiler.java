package io.recordsync.rules.expression;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Compiles expressions over the fields of a record, or of a row that a system shows. Thread-safe. */
public final class ExpressionCompiler {
    /** The largest length of an expression, in characters. */
    public static final int MAX_LENGTH = 4096;

    static final int MAX_ITERATIONS = 1000;

    private static final int MAX_NODES = 500;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_ISSUES_SHOWN = 3;

    private static final CelOptions BOUNDS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxParseExpressionNodeCount(MAX_NODES)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    /**
     * All standard functions of CEL except those for times, bytes and types. {@code +}, the index, {@code contains} and
     * {@code matches} are replaced by our own.
     */
    private static final Set<StandardFunction> STANDARD = EnumSet.of(
            StandardFunction.CONDITIONAL,
            StandardFunction.LOGICAL_NOT,
            StandardFunction.LOGICAL_OR,
            StandardFunction.LOGICAL_AND,
            StandardFunction.NOT_STRICTLY_FALSE,
            StandardFunction.EQUALS,
            StandardFunction.NOT_EQUALS,
            StandardFunction.LESS,
            StandardFunction.LESS_EQUALS,
            StandardFunction.GREATER,
            StandardFunction.GREATER_EQUALS,
            StandardFunction.SUBTRACT,
            StandardFunction.MULTIPLY,
            StandardFunction.DIVIDE,
            StandardFunction.MODULO,
            StandardFunction.NEGATE,
            StandardFunction.IN,
            StandardFunction.SIZE,
            StandardFunction.INT,
            StandardFunction.DOUBLE,
            StandardFunction.STRING,
            StandardFunction.BOOL,
            StandardFunction.STARTS_WITH,
            StandardFunction.ENDS_WITH);

    private final String fields;
    private final Cel cel;
    private final CelValidator validator;

    /**
     * @param fields the variable that stands for the fields of a record or of a row
     * @param values further variables, each of which stands for one value
     */
    public ExpressionCompiler(String fields, String... values) {
        this.fields = fields;
        this.cel = cel(fields, values);
        this.validator = CelValidatorFactory.standardCelValidatorBuilder(cel)
                .addAstValidators(new RegexLiterals())
                .build();
    }

    /** @throws ExpressionException with up to three problems and their positions in the expression */
    public Expression compile(String source) throws ExpressionException {
        CelAbstractSyntaxTree parsed = tree(cel.parse(source));
        CelAbstractSyntaxTree checked = tree(cel.check(NullSafeSelect.rewrite(parsed)));
        tree(validator.validate(checked));
        return program(checked, References.of(parsed, fields));
    }

    private Expression program(CelAbstractSyntaxTree checked, References references) throws ExpressionException {
        try {
            return new Expression(cel.createProgram(checked), fields, references);
        } catch (CelEvaluationException e) {
            throw new ExpressionException(List.of("cannot be planned: " + e.getMessage()));
        }
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result) throws ExpressionException {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new ExpressionException(e.getErrors().stream()
                    .limit(MAX_ISSUES_SHOWN)
                    .map(ExpressionCompiler::sentence)
                    .toList());
        }
    }

    private static String sentence(CelIssue issue) {
        String message = issue.getMessage().replace(" (in container '')", "").replaceAll("\\s+", " ");
        int column = issue.getSourceLocation().getColumn();
        return column < 0 ? message : "at character " + (column + 1) + " of the expression: " + message;
    }

    private static Cel cel(String fields, String... values) {
        Functions functions = new Functions();
        CelBuilder builder = CelFactory.standardCelBuilder()
                .setOptions(BOUNDS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                        .includeFunctions(STANDARD)
                        .build())
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .excludeFunctions(
                                CelStandardFunctions.StandardFunction.ADD,
                                CelStandardFunctions.StandardFunction.CONTAINS,
                                CelStandardFunctions.StandardFunction.MATCHES)
                        .build())
                .setStandardMacros(
                        CelStandardMacro.HAS,
                        CelStandardMacro.ALL,
                        CelStandardMacro.EXISTS,
                        CelStandardMacro.EXISTS_ONE)
                .addVar(fields, MapType.create(SimpleType.STRING, SimpleType.DYN))
                .addFunctionDeclarations(functions.declarations())
                .addFunctionBindings(functions.bindings());
        for (String value : values) {
            builder.addVar(value, SimpleType.DYN);
        }
        return builder.build();
    }
}
