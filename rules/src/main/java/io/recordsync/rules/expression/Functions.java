package io.recordsync.rules.expression;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.DYN;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Our own functions, declared for the compiler and bound for the runtime. */
final class Functions {
    private static final int MAX_VALUES = 8;

    private final List<CelFunctionDecl> declarations = new ArrayList<>();
    private final List<CelFunctionBinding> bindings = new ArrayList<>();

    Functions() {
        ofText("firstName", args -> TextFunctions.firstName(args[0]), DYN);
        ofText("lastName", args -> TextFunctions.lastName(args[0]), DYN);
        ofText("lower", args -> TextFunctions.lower(args[0]), DYN);
        ofText("upper", args -> TextFunctions.upper(args[0]), DYN);
        ofText("trim", args -> TextFunctions.trim(args[0]), DYN);
        ofText("digits", args -> TextFunctions.digits(args[0]), DYN);
        ofText("phone", args -> TextFunctions.phone(args[0], (String) args[1]), DYN, STRING);
        ofText(
                "replace",
                args -> TextFunctions.replace(args[0], (String) args[1], (String) args[2]),
                DYN,
                STRING,
                STRING);
        ofText("substring", args -> TextFunctions.substring(args[0], (Long) args[1], (Long) args[2]), DYN, INT, INT);
        ofSeveral("coalesce", TextFunctions::coalesce);
        ofSeveral("join", TextFunctions::join);
        select();
        plus();
        contains();
        matches();
    }

    List<CelFunctionDecl> declarations() {
        return declarations;
    }

    List<CelFunctionBinding> bindings() {
        return bindings;
    }

    private void ofText(String name, CelFunctionOverload body, CelType... parameters) {
        declare(name, CelOverloadDecl.newGlobalOverload(name, DYN, parameters));
        bindings.add(CelFunctionBinding.from(name, classes(parameters), body));
    }

    /** A function of two values or more. CEL has no functions of any number of values, so each number is declared. */
    private void ofSeveral(String name, CelFunctionOverload body) {
        List<CelOverloadDecl> overloads = new ArrayList<>();
        for (int values = 2; values <= MAX_VALUES; values++) {
            CelType[] parameters = Collections.nCopies(values, DYN).toArray(CelType[]::new);
            overloads.add(CelOverloadDecl.newGlobalOverload(name + "_" + values, DYN, parameters));
            bindings.add(CelFunctionBinding.from(name + "_" + values, classes(parameters), body));
        }
        declarations.add(CelFunctionDecl.newFunctionDeclaration(name, overloads));
    }

    private void select() {
        declare(NullSafeSelect.SELECT, CelOverloadDecl.newGlobalOverload("select", DYN, DYN, DYN));
        bindings.add(CelFunctionBinding.from("select", Object.class, Object.class, NullSafeSelect::select));
    }

    /** CEL's own operator would let a short expression build a text of any length. */
    private void plus() {
        declare(
                "_+_",
                CelOverloadDecl.newGlobalOverload("plus_text", STRING, STRING, STRING),
                CelOverloadDecl.newGlobalOverload("plus_int", INT, INT, INT),
                CelOverloadDecl.newGlobalOverload("plus_double", DOUBLE, DOUBLE, DOUBLE));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "_+_",
                CelFunctionBinding.from("plus_text", String.class, String.class, TextFunctions::concat),
                CelFunctionBinding.from("plus_int", Long.class, Long.class, Math::addExact),
                CelFunctionBinding.from("plus_double", Double.class, Double.class, Double::sum)));
    }

    /** CEL's own function would search for a text of any length. */
    private void contains() {
        declare("contains", CelOverloadDecl.newMemberOverload("contains_short", BOOL, STRING, STRING));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "contains",
                CelFunctionBinding.from("contains_short", String.class, String.class, TextFunctions::contains)));
    }

    /** CEL's own function would compile a pattern of any size. */
    private void matches() {
        declare(
                "matches",
                CelOverloadDecl.newMemberOverload("matches_bounded", BOOL, STRING, STRING),
                CelOverloadDecl.newGlobalOverload("matches_bounded_global", BOOL, STRING, STRING));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "matches",
                CelFunctionBinding.from("matches_bounded", String.class, String.class, BoundedRegex::isFoundIn),
                CelFunctionBinding.from(
                        "matches_bounded_global", String.class, String.class, BoundedRegex::isFoundIn)));
    }

    private void declare(String name, CelOverloadDecl... overloads) {
        declarations.add(CelFunctionDecl.newFunctionDeclaration(name, overloads));
    }

    private static List<Class<?>> classes(CelType... parameters) {
        List<Class<?>> classes = new ArrayList<>();
        for (CelType parameter : parameters) {
            classes.add(parameter.equals(STRING) ? String.class : parameter.equals(INT) ? Long.class : Object.class);
        }
        return classes;
    }
}
