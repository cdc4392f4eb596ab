package io.recordsync.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.recordsync.worker.workflow.SyncBatchImpl;
import io.recordsync.worker.workflow.SyncRecordImpl;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What workflow code must not do, because it must behave the same when a history is replayed. For each rule there is a
 * class that breaks it, which proves that the rule can find a violation.
 */
class DeterminismTest {

    private static final String WORKFLOW_CODE = "io.recordsync.worker.workflow..";
    private static final String SPECIMENS = "io.recordsync.worker.specimens..";

    private static final Set<String> CLOCKS_AND_RANDOM = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.Clock.systemUTC",
            "java.util.UUID.randomUUID",
            "java.lang.Math.random",
            "java.lang.Thread.sleep",
            "java.lang.Thread.currentThread");

    private static final List<Class<?>> UNORDERED = List.of(HashMap.class, HashSet.class);

    private record Rule(String specimen, ArchRule rule) {}

    private static List<Rule> rulesFor(String packages) {
        return List.of(
                new Rule(
                        "ReadsTheClock",
                        noClasses()
                                .that()
                                .resideInAPackage(packages)
                                .should()
                                .callMethodWhere(isOneOf(CLOCKS_AND_RANDOM))
                                .because(
                                        "a replay sees another time and another chance: use Workflow.currentTimeMillis,"
                                                + " randomUUID, newRandom and sleep; settings come with an activity's"
                                                + " result")),
                new Rule(
                        "StartsAThread",
                        noClasses()
                                .that()
                                .resideInAPackage(packages)
                                .should()
                                .dependOnClassesThat(inPackagesOrNames(
                                        List.of("java.util.concurrent", "java.util.random"),
                                        Set.of("java.lang.Thread", "java.util.Random", "java.util.Timer")))
                                .because("threads and locks of the JVM run in no recorded order: use Async, Promise and"
                                        + " Workflow.await")),
                new Rule(
                        "DoesIo",
                        noClasses()
                                .that()
                                .resideInAPackage(packages)
                                .should()
                                .dependOnClassesThat(inPackagesOrNames(
                                        List.of(
                                                "java.io",
                                                "java.net",
                                                "java.nio.file",
                                                "java.sql",
                                                "okhttp3",
                                                "org.springframework",
                                                "io.recordsync.store",
                                                "io.recordsync.connectors",
                                                "io.recordsync.rules"),
                                        Set.of()))
                                .because("what is read from outside may have changed at a replay: put it into an"
                                        + " activity")),
                new Rule(
                        "IteratesAHashMap",
                        noClasses()
                                .that()
                                .resideInAPackage(packages)
                                .should()
                                .callConstructorWhere(DescribedPredicate.describe(
                                        "target is a HashMap or HashSet",
                                        call -> UNORDERED.stream()
                                                .anyMatch(type ->
                                                        call.getTargetOwner().isEquivalentTo(type))))
                                .because("its order of iteration is nobody's promise: use LinkedHashMap, TreeMap or"
                                        + " List")),
                new Rule(
                        "KeepsStaticState",
                        noFields()
                                .that()
                                .areDeclaredInClassesThat()
                                .resideInAPackage(packages)
                                .and()
                                .areStatic()
                                .should()
                                .notBeFinal()
                                .because("all workflows of a worker would share it")));
    }

    @TestFactory
    Stream<DynamicTest> workflowCodeKeepsTheRules() {
        JavaClasses code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.recordsync.worker.workflow");
        assertThat(code.contain(SyncRecordImpl.class) && code.contain(SyncBatchImpl.class))
                .isTrue();
        return rulesFor(WORKFLOW_CODE).stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.specimen(), () -> rule.rule().check(code)));
    }

    @TestFactory
    Stream<DynamicTest> eachRuleFindsItsSpecimen() {
        JavaClasses specimens = new ClassFileImporter().importPackages("io.recordsync.worker.specimens");
        return rulesFor(SPECIMENS).stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.specimen(),
                        () -> assertThat(rule.rule()
                                        .evaluate(specimens)
                                        .getFailureReport()
                                        .getDetails())
                                .anyMatch(detail -> detail.contains(rule.specimen()))));
    }

    private static DescribedPredicate<JavaCall<?>> isOneOf(Set<String> methods) {
        return DescribedPredicate.describe(
                "target is a clock, a source of chance, or the environment",
                call -> methods.contains(call.getTargetOwner().getName() + "." + call.getName()));
    }

    private static DescribedPredicate<JavaClass> inPackagesOrNames(List<String> packages, Set<String> names) {
        return DescribedPredicate.describe(
                "are in " + packages + " or " + names,
                type -> names.contains(type.getName())
                        || packages.stream()
                                .anyMatch(name -> type.getPackageName().equals(name)
                                        || type.getPackageName().startsWith(name + ".")));
    }
}
