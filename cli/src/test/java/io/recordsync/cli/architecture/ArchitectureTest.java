package io.recordsync.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    private static final String ROOT = "io.recordsync.";
    private static final String SPECIMENS = "io.recordsync.cli.architecture.specimens.";

    /** The modules on which each module may depend. Add a new dependency here, and explain it in docs/design.md. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.of(
            "settings.api", Set.of(),
            "workflows", Set.of(),
            "rules", Set.of(),
            "connectors", Set.of("settings.api"),
            "store", Set.of(),
            "settings", Set.of("store"),
            "process", Set.of("workflows", "store", "settings"),
            "worker", Set.of("workflows", "rules", "connectors", "store", "settings", "process"),
            "starter", Set.of("workflows", "rules", "connectors", "store", "settings", "process"),
            "simulator", Set.of());

    /** Libraries that a module must not use. */
    private static final Map<String, List<String>> KEEPS_FREE_OF = Map.of(
            "settings.api", List.of("org.springframework", "io.temporal", "jakarta.validation"),
            "workflows", List.of("org.springframework"),
            "rules", List.of("org.springframework", "io.temporal", "java.sql", "java.net.http", "okhttp3"),
            "connectors", List.of("org.springframework", "io.temporal", "jakarta.validation"),
            "store", List.of("io.temporal", "okhttp3"),
            "settings", List.of("io.temporal", "org.flywaydb"),
            "simulator", List.of("org.springframework", "io.temporal", "okhttp3"));

    /** The packages that are divided by trade. Their parts know each other in one direction only. */
    private static final List<String> DIVIDED = List.of("store", "starter.bridge", "worker.delivery");

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.recordsync");

    private static final JavaClasses SPECIMEN_CLASSES =
            new ClassFileImporter().importPackages("io.recordsync.cli.architecture.specimens");

    @TestFactory
    Stream<DynamicTest> arrowsGoOneWay() {
        return MAY_KNOW.keySet().stream()
                .sorted()
                .map(module -> DynamicTest.dynamicTest(
                        module, () -> knowsOnly(ROOT + module, module).check(PRODUCTION)));
    }

    @TestFactory
    Stream<DynamicTest> modulesKeepFreeOfWhatTheyShouldWorkWithout() {
        return KEEPS_FREE_OF.keySet().stream()
                .sorted()
                .map(module -> DynamicTest.dynamicTest(
                        module, () -> keepsFree(ROOT + module, module).check(PRODUCTION)));
    }

    @Test
    void onlyTheDatabasesConnectorKnowsJdbc() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "connectors..")
                .and()
                .resideOutsideOfPackage(ROOT + "connectors.database..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql", "javax.sql", "com.zaxxer.hikari")
                .because("a connector calls its system's API, and keeps nothing: what is kept is the store's")
                .check(PRODUCTION);
    }

    @TestFactory
    Stream<DynamicTest> thePartsOfAPackageKnowEachOtherInOneDirection() {
        return DIVIDED.stream()
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> knowEachOtherInOneDirection(ROOT + name).check(PRODUCTION)));
    }

    @Test
    void onlyTheStoreMakesStatements() {
        makesNoStatements().check(PRODUCTION);
    }

    @Test
    void theRulesAboutPartsAndStatementsFindTheirSpecimens() {
        assertThat(knowEachOtherInOneDirection(SPECIMENS + "parts")
                        .evaluate(SPECIMEN_CLASSES)
                        .hasViolation())
                .isTrue();
        assertBites(makesNoStatements(), "MakesStatements");
    }

    @TestFactory
    Stream<DynamicTest> everyArrowRuleFindsItsSpecimen() {
        return MAY_KNOW.keySet().stream()
                .sorted()
                .map(module -> DynamicTest.dynamicTest(
                        module, () -> assertBites(knowsOnly(SPECIMENS + module, module), "KnowsTheDevstack")));
    }

    @TestFactory
    Stream<DynamicTest> everyLibraryRuleFindsItsSpecimen() {
        return KEEPS_FREE_OF.keySet().stream()
                .sorted()
                .map(module -> DynamicTest.dynamicTest(
                        module, () -> assertBites(keepsFree(SPECIMENS + module, module), "UsesALibrary")));
    }

    private static ArchRule knowsOnly(String packageName, String module) {
        Set<String> allowed = MAY_KNOW.get(module);
        return noClasses()
                .that()
                .resideInAPackage(packageName + "..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are of a module other than " + allowed,
                        type -> type.getPackageName().startsWith(ROOT)
                                && !type.getPackageName().startsWith(packageName)
                                && allowed.stream().noneMatch(name -> isIn(type, ROOT + name))))
                .because(
                        "arrows between modules go one way: move the class to the module that it belongs to, or pass in"
                                + " what it needs through an interface of its own module");
    }

    private static ArchRule keepsFree(String packageName, String module) {
        List<String> libraries = KEEPS_FREE_OF.get(module);
        return noClasses()
                .that()
                .resideInAPackage(packageName + "..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are of " + libraries, type -> libraries.stream().anyMatch(library -> isIn(type, library))))
                .because("this module has to work without it: do that part in worker or starter")
                .allowEmptyShould(false);
    }

    private static ArchRule knowEachOtherInOneDirection(String packageName) {
        return slices().matching(packageName + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("a reader of one part should not have to read the others: move what both need to the part that"
                        + " the other one knows already");
    }

    private static ArchRule makesNoStatements() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "store.sql..")
                .because("all SQL on the tables is in the store: add a method to one of its classes");
    }

    private static boolean isIn(JavaClass type, String packageName) {
        return type.getPackageName().equals(packageName)
                || type.getPackageName().startsWith(packageName + ".");
    }

    private static void assertBites(ArchRule rule, String specimen) {
        assertThat(rule.evaluate(SPECIMEN_CLASSES).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains(specimen));
    }
}
