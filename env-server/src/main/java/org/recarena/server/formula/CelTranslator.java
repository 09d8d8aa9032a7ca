package org.recarena.server.formula;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.recarena.simulator.formula.Formula;
import org.recarena.simulator.math.Exponential;

/** Turns a checked expression into arithmetic on doubles; a truth value is 1 or 0. */
final class CelTranslator {

    private static final Map<String, DoubleUnaryOperator> UNARY = Map.of(
            "-_", x -> -x,
            "!_", x -> 1 - x,
            "abs", Math::abs,
            "exp", Exponential::exp,
            "log1p", StrictMath::log1p,
            "sqrt", Math::sqrt);

    private static final Map<String, DoubleBinaryOperator> BINARY = Map.ofEntries(
            Map.entry("_+_", (x, y) -> x + y),
            Map.entry("_-_", (x, y) -> x - y),
            Map.entry("_*_", (x, y) -> x * y),
            Map.entry("_/_", (x, y) -> x / y),
            Map.entry("_<_", (x, y) -> x < y ? 1 : 0),
            Map.entry("_<=_", (x, y) -> x <= y ? 1 : 0),
            Map.entry("_>_", (x, y) -> x > y ? 1 : 0),
            Map.entry("_>=_", (x, y) -> x >= y ? 1 : 0),
            Map.entry("_==_", (x, y) -> x == y ? 1 : 0),
            Map.entry("_!=_", (x, y) -> x != y ? 1 : 0),
            Map.entry("_&&_", (x, y) -> x * y),
            Map.entry("_||_", Math::max),
            Map.entry("max", Math::max),
            Map.entry("min", Math::min),
            Map.entry("pow", StrictMath::pow));

    private static final String CONDITION = "_?_:_";

    private final List<String> variables;

    CelTranslator(List<String> variables) {
        this.variables = variables;
    }

    /** The functions beyond CEL's own, by name, with the number of their arguments. */
    static Map<String, Integer> functions() {
        return Map.of("abs", 1, "exp", 1, "log1p", 1, "sqrt", 1, "max", 2, "min", 2, "pow", 2);
    }

    Formula translate(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> constant(expression.constant());
            case IDENT -> variable(expression.ident().name());
            case CALL -> call(expression.call());
            default -> throw refusal(expression.getKind().toString());
        };
    }

    private static Formula constant(CelConstant constant) {
        double value = switch (constant.getKind()) {
            case DOUBLE_VALUE -> constant.doubleValue();
            case INT64_VALUE -> (double) constant.int64Value();
            case BOOLEAN_VALUE -> constant.booleanValue() ? 1 : 0;
            default -> throw refusal(constant.getKind().toString());
        };
        return values -> value;
    }

    private Formula variable(String name) {
        int index = variables.indexOf(name);
        if (index < 0) {
            throw refusal(name);
        }
        return values -> values[index];
    }

    private Formula call(CelExpr.CelCall call) {
        String function = call.function();
        List<Formula> arguments = call.args().stream().map(this::translate).toList();
        if (call.target().isEmpty() && arguments.size() == 1 && UNARY.containsKey(function)) {
            DoubleUnaryOperator operator = UNARY.get(function);
            Formula first = arguments.get(0);
            return values -> operator.applyAsDouble(first.evaluate(values));
        }
        if (call.target().isEmpty() && arguments.size() == 2 && BINARY.containsKey(function)) {
            DoubleBinaryOperator operator = BINARY.get(function);
            Formula first = arguments.get(0);
            Formula second = arguments.get(1);
            return values -> operator.applyAsDouble(first.evaluate(values), second.evaluate(values));
        }
        if (function.equals(CONDITION)) {
            Formula condition = arguments.get(0);
            Formula then = arguments.get(1);
            Formula otherwise = arguments.get(2);
            return values -> condition.evaluate(values) != 0 ? then.evaluate(values) : otherwise.evaluate(values);
        }
        throw refusal(function);
    }

    private static IllegalArgumentException refusal(String what) {
        return new IllegalArgumentException(
                "uses " + what + "; there are numbers, + - * /, comparisons, && || !, ?: and "
                        + "the functions abs, exp, log1p, max, min, pow and sqrt");
    }
}
