package org.recarena.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/** The simulator is a function of configuration, seed and actions: it can reach nothing else. */
@AnalyzeClasses(packages = "org.recarena.simulator", importOptions = DoNotIncludeTests.class)
class PureSimulatorTest {
    private static final DescribedPredicate<JavaClass> LIBRARIES =
            resideInAnyPackage("org.recarena.simulator..", "org.apache.commons.rng..", "org.jspecify.annotations..");

    private static final DescribedPredicate<JavaClass> COMPUTATION = resideInAnyPackage(
                    "java.lang..", "java.math..", "java.nio", "java.nio.charset", "java.util..")
            .and(not(resideInAnyPackage("java.util.concurrent..", "java.util.logging..", "java.util.prefs..")))
            .and(not(belongToAnyOf(Thread.class, ThreadGroup.class, ThreadLocal.class, Process.class)))
            .and(not(belongToAnyOf(ProcessBuilder.class, Runtime.class, Random.class, SplittableRandom.class)));

    /** State is written to and read from whatever the caller hands over. */
    private static final DescribedPredicate<JavaClass> SERIALISATION = belongToAnyOf(
            DataInput.class,
            DataOutput.class,
            EOFException.class,
            IOException.class,
            Serializable.class,
            UncheckedIOException.class);

    /** A length of time is a number; the time of day is not. */
    private static final DescribedPredicate<JavaClass> LENGTHS_OF_TIME = belongToAnyOf(Duration.class);

    private static final Set<String> AMBIENT_METHODS = Set.of(
            "java.lang.Math.random",
            "java.lang.StrictMath.random",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.exit",
            "java.lang.System.getProperty",
            "java.lang.System.getenv",
            "java.lang.System.identityHashCode",
            "java.lang.System.nanoTime",
            "java.lang.System.out",
            "java.lang.System.err",
            "java.lang.System.in",
            "java.util.Collection.parallelStream",
            "java.util.Collections.shuffle",
            "java.util.UUID.randomUUID");

    @ArchTest
    static final ArchRule reachesOnlyForPureThings = classes()
            .should()
            .onlyDependOnClassesThat(describe(
                    "can neither do input or output nor tell the time nor start threads nor draw unseeded numbers",
                    used -> isPure(used.getBaseComponentType())));

    @ArchTest
    static final ArchRule asksTheMachineNothing = noClasses()
            .should()
            .accessTargetWhere(
                    describe("the clock, the machine or unseeded numbers are asked", access -> isAmbient(access)));

    private static boolean isPure(JavaClass used) {
        return used.isPrimitive()
                || LIBRARIES
                        .or(COMPUTATION)
                        .or(SERIALISATION)
                        .or(LENGTHS_OF_TIME)
                        .test(used);
    }

    private static boolean isAmbient(JavaAccess<?> access) {
        String target =
                access.getTargetOwner().getName() + "." + access.getTarget().getName();
        return AMBIENT_METHODS.contains(target);
    }
}
