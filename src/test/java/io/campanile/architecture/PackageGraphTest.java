package io.campanile.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The package graph: edge → flow → domain ← store; one wiring class knows them all; standalone stands beside. */
@AnalyzeClasses(packages = "io.campanile", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageGraphTest {

    @ArchTest
    static final ArchRule domainIsPureJava = classes().that().resideInAPackage("io.campanile.domain..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("io.campanile.domain..", "java..", "javax.crypto..");

    @ArchTest
    static final ArchRule settingsIsALeaf = classes().that().resideInAPackage("io.campanile.settings..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("io.campanile.settings..", "java..");

    @ArchTest
    static final ArchRule flowKnowsNeitherEdgeNorStore = noClasses().that().resideInAPackage("io.campanile.flow..")
            .should().dependOnClassesThat().resideInAnyPackage("io.campanile.edge..", "io.campanile.store..", "io.campanile.standalone..");

    @ArchTest
    static final ArchRule storeKnowsOnlyTheDomain = noClasses().that().resideInAPackage("io.campanile.store..")
            .should().dependOnClassesThat().resideInAnyPackage("io.campanile.edge..", "io.campanile.flow..", "io.campanile.standalone..");

    @ArchTest
    static final ArchRule edgeKnowsNoStore = noClasses().that().resideInAPackage("io.campanile.edge..")
            .should().dependOnClassesThat().resideInAnyPackage("io.campanile.store..", "io.campanile.standalone..");

    /** So that every layer can count with it. */
    @ArchTest
    static final ArchRule opsKnowsOnlyTheDomain = noClasses().that().resideInAPackage("io.campanile.ops..")
            .should().dependOnClassesThat().resideInAnyPackage("io.campanile.edge..", "io.campanile.flow..", "io.campanile.store..",
                    "io.campanile.standalone..");

    @ArchTest
    static final ArchRule nobodyButTheWiringKnowsStandalone = noClasses().that().resideOutsideOfPackages("io.campanile", "io.campanile.standalone..")
            .should().dependOnClassesThat().resideInAPackage("io.campanile.standalone..");

    @ArchTest
    static final ArchRule layersHaveNoCycles = slices().matching("io.campanile.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule conceptsHaveNoCycles = slices().matching("io.campanile.domain.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule adaptersDoNotKnowEachOther = slices().matching("io.campanile.store.(*)..").should().notDependOnEachOther();
}
