package org.recarena.simulator.formula;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** A language in which formulas are written. Stateless and thread-safe; found by {@link ServiceLoader}. */
public interface FormulaLanguage {

    /**
     * Checks a formula and makes it ready.
     *
     * @param text what was written
     * @param variables the names that it may use, each a number
     * @return a function of their values, in this order
     * @throws IllegalArgumentException saying where it is wrong, a phrase that follows the name of the config key
     */
    Formula compile(String text, List<String> variables);

    /**
     * The language on the class path.
     *
     * @return empty where there is none; the first where there are several
     */
    static Optional<FormulaLanguage> installed() {
        Iterator<FormulaLanguage> found = ServiceLoader.load(
                        FormulaLanguage.class, FormulaLanguage.class.getClassLoader())
                .iterator();
        return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    }
}
