package org.recarena.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the rooms, as docs/architecture.md draws them. */
@AnalyzeClasses(packages = "org.recarena", importOptions = DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule arrowsRunOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("proto")
            .definedBy("org.recarena.v1..", "dm_env_rpc.v1..")
            .layer("simulator")
            .definedBy("org.recarena.simulator..")
            .layer("trajectories")
            .definedBy("org.recarena.trajectories..")
            .layer("evaluation")
            .definedBy("org.recarena.evaluation..")
            .layer("server")
            .definedBy("org.recarena.server..")
            .layer("client")
            .definedBy("org.recarena.client..")
            .whereLayer("proto")
            .mayNotAccessAnyLayer()
            .whereLayer("simulator")
            .mayNotAccessAnyLayer()
            .whereLayer("trajectories")
            .mayOnlyAccessLayers("proto")
            .whereLayer("evaluation")
            .mayOnlyAccessLayers("simulator", "trajectories")
            .whereLayer("server")
            .mayOnlyAccessLayers("proto", "simulator", "trajectories", "evaluation")
            .whereLayer("client")
            .mayOnlyAccessLayers("proto")
            .ensureAllClassesAreContainedInArchitecture();
}
