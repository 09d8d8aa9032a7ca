package org.recarena.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** What holds for all of our own code, whichever room it is in. */
@AnalyzeClasses(packages = "org.recarena", importOptions = DoNotIncludeTests.class)
class CodeRulesTest {
    private static final String GENERATED = "org.recarena.v1..";

    @ArchTest
    static final ArchRule nothingStaticChanges = fields().that()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(GENERATED)
            .and()
            .areStatic()
            .should()
            .beFinal()
            .because("two simulations in one process must not see each other")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nullIsDeclared = classes()
            .that()
            .resideOutsideOfPackage(GENERATED)
            .should(new ArchCondition<JavaClass>("be in a package whose package-info.java is @NullMarked") {
                @Override
                public void check(JavaClass checked, ConditionEvents events) {
                    boolean marked = checked.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(
                            checked, marked, checked.getName() + " is in a package without @NullMarked"));
                }
            });
}
