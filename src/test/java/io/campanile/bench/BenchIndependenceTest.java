package io.campanile.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The load generator meets the gateway as it meets every peer: over the wire. */
class BenchIndependenceTest {

    private static final String[] BENCHMARKS = {
        "io.campanile.bench.load..", "io.campanile.bench.peer..", "io.campanile.bench.run..", "io.campanile.bench.system.."};
    private static final String[] LIBRARIES = {
        "java..", "jdk.jfr..", "com.sun.net.httpserver..", "io.netty..", "io.vertx..", "com.fasterxml.jackson..", "com.nimbusds..", "org.HdrHistogram..",
        "org.apache.activemq..", "org.eclipse.paho.."};

    @Test
    void benchmarksImportNothingOfTheProduct() {
        classes().that().resideInAnyPackage(BENCHMARKS).and().haveSimpleNameNotEndingWith("Test")
                .should().onlyDependOnClassesThat().resideInAnyPackage(join(BENCHMARKS, LIBRARIES))
                .check(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
                        .importPackages("io.campanile.bench"));
    }

    private static String[] join(String[] some, String[] more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
