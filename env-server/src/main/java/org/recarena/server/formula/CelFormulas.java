package org.recarena.server.formula;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.recarena.simulator.formula.Formula;
import org.recarena.simulator.formula.FormulaLanguage;

/**
 * The Common Expression Language, of which formulas use numbers, comparisons, logic and some functions. An expression
 * is parsed and type-checked by CEL, and then turned into a tree of arithmetic, so that its evaluation allocates
 * nothing and takes no longer than the tree is large. There are no macros, hence no loops.
 */
public final class CelFormulas implements FormulaLanguage {

    private static final int MAX_NODES = 200;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_SHOWN = 100;

    /** The language; it has no state. */
    public CelFormulas() {
        // Found by ServiceLoader.
    }

    @Override
    public Formula compile(String text, List<String> variables) {
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros(List.of())
                .setResultType(SimpleType.DOUBLE)
                .setOptions(CelOptions.current()
                        .maxParseExpressionNodeCount(MAX_NODES)
                        .maxParseRecursionDepth(MAX_DEPTH)
                        .build());
        variables.forEach(name -> compiler.addVar(name, SimpleType.DOUBLE));
        CelTranslator.functions()
                .forEach((name, arity) -> compiler.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                        name,
                        CelOverloadDecl.newGlobalOverload(
                                name + "_double",
                                SimpleType.DOUBLE,
                                Collections.<CelType>nCopies(arity, SimpleType.DOUBLE)))));
        CelValidationResult result = compiler.build().compile(text);
        try {
            return new CelTranslator(variables).translate(result.getAst().getExpr());
        } catch (CelValidationException refused) {
            throw new IllegalArgumentException(fault(text, result, variables), refused);
        }
    }

    private static String fault(String text, CelValidationResult result, List<String> variables) {
        String issues = result.getErrors().stream().map(CelFormulas::describe).collect(Collectors.joining("; "));
        String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        return "is \"" + shown + "\"; " + issues + ". It must be a number, made of " + String.join(", ", variables)
                + " and of numbers with a decimal point, such as 1.0";
    }

    private static String describe(CelIssue issue) {
        return "at column " + (issue.getSourceLocation().getColumn() + 1) + ": " + issue.getMessage();
    }
}
