package io.github.camelfnos;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Each storey of the house knows only those below it. */
@AnalyzeClasses(packages = "io.github.camelfnos", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule STOREYS = layeredArchitecture().consideringOnlyDependenciesInAnyPackage("io.github.camelfnos..")
            .layer("camel").definedBy("io.github.camelfnos", "io.github.camelfnos.dsl..")
            .layer("client").definedBy("io.github.camelfnos.client")
            .layer("transport").definedBy("io.github.camelfnos.transport")
            .layer("protocol").definedBy("io.github.camelfnos.protocol")
            .whereLayer("camel").mayNotBeAccessedByAnyLayer()
            .whereLayer("client").mayOnlyBeAccessedByLayers("camel")
            .whereLayer("transport").mayOnlyBeAccessedByLayers("client", "camel")
            .whereLayer("protocol").mayOnlyBeAccessedByLayers("transport", "client", "camel");

    @ArchTest
    static final ArchRule NO_CAMEL_BELOW_THE_FACE = noClasses()
            .that().resideInAnyPackage("io.github.camelfnos.client", "io.github.camelfnos.transport", "io.github.camelfnos.protocol")
            .should().dependOnClassesThat().resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule ONLY_TRANSPORT_KNOWS_THE_WEBSOCKET_LIBRARY = noClasses()
            .that().resideOutsideOfPackage("io.github.camelfnos.transport")
            .should().dependOnClassesThat().resideInAPackage("org.java_websocket..");

    @ArchTest
    static final ArchRule THE_PROTOCOL_DOES_NO_IO = noClasses().that().resideInAPackage("io.github.camelfnos.protocol")
            .should().dependOnClassesThat().resideInAnyPackage("java.net..", "java.nio.channels..", "java.time..");

    @ArchTest
    static final ArchRule THE_PROTOCOL_READS_NO_CLOCK = noClasses().that().resideInAPackage("io.github.camelfnos.protocol")
            .should().callMethod(System.class, "currentTimeMillis").orShould().callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule NO_CIRCLES = slices().matching("io.github.camelfnos.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_VAGUE_NAMES = classes().should().haveSimpleNameNotEndingWith("Utils")
            .andShould().haveSimpleNameNotEndingWith("Util").andShould().haveSimpleNameNotEndingWith("Manager")
            .andShould().haveSimpleNameNotEndingWith("Helper");
}
