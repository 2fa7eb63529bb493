package io.campanile.bench.checker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Who judges the gateway shares no code with it, so that they cannot be wrong together. */
class IndependenceTest {

    @Test
    void theCheckerKnowsTheGatewayByItsProtocolsOnly() {
        classes().that().resideInAPackage("io.campanile.bench.checker").and().haveSimpleNameNotEndingWith("Test")
                .and().haveSimpleNameNotEndingWith("IT")
                .and().haveSimpleNameNotStartingWith("Fake")
                .should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.netty..", "com.fasterxml.jackson..", "io.campanile.bench.checker")
                .check(new ClassFileImporter().importPackages("io.campanile.bench.checker"));
    }
}
