package org.recarena.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;

/**
 * A new environment is a package and a line in META-INF/services: nobody else has to know it, and it has to know nobody
 * but the parts that all environments are made of.
 */
@AnalyzeClasses(packages = "org.recarena", importOptions = DoNotIncludeTests.class)
class EnvironmentsTest {

    private static final String REGISTRATION = "META-INF/services/" + Environment.class.getName();

    /** The packages in which the registered environments live. */
    private static final Set<String> HOMES = registered().stream()
            .map(name -> name.substring(0, name.lastIndexOf('.')))
            .collect(Collectors.toCollection(TreeSet::new));

    private static final DescribedPredicate<JavaClass> OF_AN_ENVIRONMENT = describe(
            "live in the package of an environment",
            checked -> HOMES.stream()
                    .anyMatch(home -> checked.getPackageName().equals(home)
                            || checked.getPackageName().startsWith(home + ".")));

    /** What environments are made of. */
    private static final String[] PARTS = {
        "org.recarena.simulator",
        "org.recarena.simulator.choice..",
        "org.recarena.simulator.config..",
        "org.recarena.simulator.engine..",
        "org.recarena.simulator.formula..",
        "org.recarena.simulator.input..",
        "org.recarena.simulator.math..",
        "org.recarena.simulator.random..",
        "org.recarena.simulator.space..",
        "org.recarena.simulator.stage.."
    };

    @ArchTest
    static final ArchRule nobodyKnowsAnEnvironment = noClasses()
            .that(DescribedPredicate.not(OF_AN_ENVIRONMENT))
            .should()
            .dependOnClassesThat(OF_AN_ENVIRONMENT)
            .because("what is registered is found, and a new environment changes no other package");

    @ArchTest
    static final ArchRule environmentsDoNotKnowEachOther = SlicesRuleDefinition.slices()
            .matching("org.recarena.simulator.(*)..")
            .that(describe("are of an environment", slice -> slice.stream().anyMatch(OF_AN_ENVIRONMENT)))
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule anEnvironmentIsMadeOfTheCommonParts = classes()
            .that(OF_AN_ENVIRONMENT)
            .should()
            .onlyDependOnClassesThat(OF_AN_ENVIRONMENT
                    .or(JavaClass.Predicates.resideInAnyPackage(PARTS))
                    .or(JavaClass.Predicates.resideInAnyPackage(
                            "java..", "org.jspecify.annotations..", "org.apache.commons.rng..")));

    @ArchTest
    static final ArchRule onlyTheRegisteredClassesAreSeenFromOutside = classes()
            .that(OF_AN_ENVIRONMENT)
            .and()
            .arePublic()
            .should()
            .beAssignableTo(Environment.class)
            .because("all else is the environment's own business");

    @ArchTest
    static void whatIsRegisteredIsServed(JavaClasses all) {
        assertThat(HOMES).hasSizeGreaterThan(1);
        Set<String> environments = all.stream()
                .filter(each -> each.isAssignableTo(Environment.class) && !each.isInterface())
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
        assertThat(registered()).isEqualTo(environments);
        assertThat(EnvironmentCatalog.installed().all())
                .extracting(environment -> environment.getClass().getName())
                .containsExactlyInAnyOrderElementsOf(environments);
    }

    private static Set<String> registered() {
        Set<String> names = new TreeSet<>();
        try {
            ClassLoader loader = EnvironmentsTest.class.getClassLoader();
            for (URL url : Collections.list(loader.getResources(REGISTRATION))) {
                try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(url.openStream(), StandardCharsets.UTF_8))) {
                    lines.lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .forEach(names::add);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return names;
    }
}
