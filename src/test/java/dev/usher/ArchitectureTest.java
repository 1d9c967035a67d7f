package dev.usher;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.usher.bus.ServiceBus;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.events.EventPatch;
import dev.usher.events.InvalidField;
import dev.usher.http.connection.VertxInternals;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Request;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Architecture rules: dependencies between packages, the packages that may use each library, and forbidden calls. */
class ArchitectureTest {
    private static final JavaClasses USHER =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.usher");

    private static final String[] FEATURES = {"dev.usher.users..", "dev.usher.events..", "dev.usher.registrations.."};

    private static final DescribedPredicate<JavaClass> PLAN = resideInAnyPackage(
                    "dev.usher.registrations.plan", "dev.usher.registrations.model..")
            .as("the plan of a turn");

    private static final DescribedPredicate<JavaClass> REPAIR_PLAN =
            resideInAPackage("dev.usher.repair.plan").as("the plan of a repair");

    private static final DescribedPredicate<JavaClass> SERVICES =
            assignableTo(Deployable.class).or(nameMatching(".*(Store|Ledger)"));

    @Test
    void packagesHaveNoCycle() {
        holds(slices().matching("dev.usher.(**)").should().beFreeOfCycles());
    }

    @Test
    void packagesHaveAtMostFifteenFiles() {
        var files = USHER.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(files.values()).allMatch(count -> count <= 15);
    }

    @Test
    void topLevelTypesHaveDifferentNames() {
        var names = USHER.stream()
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.equals("package-info"));
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void busDependsOnNoService() {
        holds(dependsOnlyOn("dev.usher.bus..", "dev.usher.service.."));
        holds(dependsOnlyOn("dev.usher.service.."));
    }

    @Test
    void batchingAndAsyncDependOnNoOtherPackage() {
        holds(dependsOnlyOn("dev.usher.batching.."));
        holds(dependsOnlyOn("dev.usher.async.."));
    }

    @Test
    void authorizationDependsOnNoOtherPackage() {
        holds(classes()
                .that()
                .resideInAPackage("dev.usher.authz..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "dev.usher.authz..")));
    }

    @Test
    void configDependsOnNoOtherPackage() {
        holds(dependsOnlyOn("dev.usher.config.."));
    }

    @Test
    void opsDependsOnConfigAndServiceTypesOnly() {
        holds(dependsOnlyOn("dev.usher.ops..", "dev.usher.config..", "dev.usher.service.."));
    }

    @Test
    void usersDependOnServiceTypesOnly() {
        holds(dependsOnlyOn("dev.usher.users..", "dev.usher.bus..", "dev.usher.service..", "dev.usher.batching.."));
    }

    @Test
    void eventsDependOnServiceTypesOnly() {
        holds(dependsOnlyOn("dev.usher.events..", "dev.usher.bus..", "dev.usher.service..", "dev.usher.batching.."));
    }

    @Test
    void registrationsDependOnEventsOnly() {
        holds(dependsOnlyOn(
                "dev.usher.registrations..",
                "dev.usher.async..",
                "dev.usher.batching..",
                "dev.usher.bus..",
                "dev.usher.service..",
                "dev.usher.events.."));
    }

    @Test
    void storeDependsOnItsFeaturesOnly() {
        holds(dependsOnlyOn(
                "dev.usher.dynamodb..",
                with(
                        FEATURES,
                        "dev.usher.async..",
                        "dev.usher.bus..",
                        "dev.usher.service..",
                        "dev.usher.repair..",
                        "dev.usher.erasure..",
                        "dev.usher.webhook.store..")));
    }

    @Test
    void erasureDependsOnUsersAndRegistrationsOnly() {
        holds(dependsOnlyOn(
                "dev.usher.erasure..",
                "dev.usher.async..",
                "dev.usher.bus..",
                "dev.usher.service..",
                "dev.usher.users..",
                "dev.usher.registrations.."));
    }

    @Test
    void repairDependsOnlyOnTheRowsThatItMends() {
        holds(dependsOnlyOn(
                "dev.usher.repair..", with(FEATURES, "dev.usher.async..", "dev.usher.bus..", "dev.usher.service..")));
    }

    @Test
    void repairIsPlannedWithoutInputOutputAndClock() {
        holds(classes()
                .that(REPAIR_PLAN)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java..",
                                "dev.usher.service",
                                "dev.usher.events",
                                "dev.usher.users",
                                "dev.usher.registrations.model..")
                        .and(not(SERVICES))
                        .and(not(assignableTo(ServiceBus.class)))
                        .or(REPAIR_PLAN)));
        holds(withoutClockAndChance(REPAIR_PLAN));
    }

    @Test
    void contractDependsOnAuthorizationOnly() {
        holds(dependsOnlyOn("dev.usher.contract..", "dev.usher.authz.."));
    }

    @Test
    void httpDependsOnContractBusAndRequestsOnly() {
        holds(dependsOnlyOn(
                "dev.usher.http..",
                with(
                        FEATURES,
                        "dev.usher.contract..",
                        "dev.usher.feed..",
                        "dev.usher.bus..",
                        "dev.usher.service..",
                        "dev.usher.authz..")));
    }

    @Test
    void feedDependsOnEventsAndOnModelAndStoreOfRegistrationsOnly() {
        holds(dependsOnlyOn(
                "dev.usher.feed..",
                "dev.usher.bus..",
                "dev.usher.service..",
                "dev.usher.batching..",
                "dev.usher.events..",
                "dev.usher.registrations.model..",
                "dev.usher.registrations.store"));
    }

    @Test
    void feedReadsTheChangeLogAndMakesNoTurn() {
        var live = noClasses().that().resideInAPackage("dev.usher.feed..").should();
        holds(live.dependOnClassesThat(
                resideInAnyPackage(FEATURES).and(SERVICES).and(not(equivalentTo(LedgerStore.class)))));
        holds(live.dependOnClassesThat(equivalentTo(LedgerStore.Commit.class)));
    }

    @Test
    void webhookReadsTheChangeLogAndIsUsedByTheWiringOnly() {
        holds(dependsOnlyOn(
                "dev.usher.webhook..",
                "dev.usher.async..",
                "dev.usher.bus..",
                "dev.usher.config..",
                "dev.usher.service..",
                "dev.usher.events..",
                "dev.usher.feed..",
                "dev.usher.http.response..",
                "dev.usher.registrations.model.."));
        holds(noClasses()
                .that()
                .resideOutsideOfPackages("dev.usher", "dev.usher.webhook..", "dev.usher.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.usher.webhook"));
    }

    @Test
    void httpReachesServicesOverTheBusOnly() {
        holds(noClasses()
                .that()
                .resideInAPackage("dev.usher.http..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(with(FEATURES, "dev.usher.feed..")).and(SERVICES)));
    }

    @Test
    void noPackageDependsOnTheWiring() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("dev.usher")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.usher"));
    }

    @Test
    void sdkIsUsedByTheStoreOnly() {
        holds(usedOnlyIn("dev.usher.dynamodb..", "software.amazon.."));
    }

    @Test
    void routerIsUsedByHttpOnly() {
        holds(usedOnlyIn("dev.usher.http..", "io.vertx.ext.web..", "io.vertx.router.."));
    }

    /** {@code VertxInternalsTest} names the version of Vert.x that the class was written for. */
    @Test
    void oneClassUsesInternalsOfVertx() {
        holds(noClasses()
                .that()
                .haveNameNotMatching(VertxInternals.class.getName() + "(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..impl..", "io.vertx..internal..", "io.vertx.core.spi.transport.."));
    }

    @Test
    void schemaLibraryIsUsedByTheContractOnly() {
        holds(usedOnlyIn("dev.usher.contract..", "io.vertx.json..", "org.yaml.snakeyaml.."));
    }

    @Test
    void openApiLibraryIsUsedByContractAndHttpOnly() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages("dev.usher.contract..", "dev.usher.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.openapi.."));
    }

    @Test
    void metricsLibrariesAreUsedByMetricsOnly() {
        holds(dependsOnlyOn(
                "dev.usher.metrics..",
                with(
                        FEATURES,
                        "dev.usher.bus..",
                        "dev.usher.service..",
                        "dev.usher.http..",
                        "dev.usher.dynamodb..",
                        "dev.usher.webhook..")));
        holds(usedOnlyIn("dev.usher.metrics..", "io.micrometer..", "io.prometheus.."));
    }

    @Test
    void tracingLibrariesAreUsedByTracingOnly() {
        holds(dependsOnlyOn("dev.usher.tracing..", "dev.usher.registrations..", "dev.usher.dynamodb.."));
        holds(usedOnlyIn("dev.usher.tracing..", "io.opentelemetry..", "io.vertx.tracing.."));
    }

    @Test
    void tokenLibraryIsUsedByOidcOnly() {
        holds(dependsOnlyOn(
                "dev.usher.oidc..",
                "dev.usher.authz..",
                "dev.usher.bus..",
                "dev.usher.service..",
                "dev.usher.config..",
                "dev.usher.http.."));
        holds(usedOnlyIn("dev.usher.oidc..", "io.vertx.ext.auth.."));
    }

    @Test
    void logbackIsUsedByOpsOnly() {
        holds(usedOnlyIn("dev.usher.ops..", "ch.qos.logback.."));
    }

    @Test
    void servicesUseNoHttp() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(with(
                        FEATURES,
                        "dev.usher.feed..",
                        "dev.usher.dynamodb..",
                        "dev.usher.bus..",
                        "dev.usher.service..",
                        "dev.usher.batching.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.core.http.."));
    }

    @Test
    void planIsPure() {
        holds(classes()
                .that(PLAN)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "dev.usher.service", "dev.usher.events")
                        .and(not(assignableTo(ServiceBus.class)))
                        .or(PLAN)));
    }

    @Test
    void typesOfThePlanArePure() {
        holds(classes()
                .that()
                .belongToAnyOf(
                        Event.class,
                        EventDetails.class,
                        EventPatch.class,
                        EventField.class,
                        InvalidField.class,
                        Outcome.class,
                        RefusalReason.class,
                        Request.class,
                        Deadline.class)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..")
                        .or(resideInAnyPackage("dev.usher.service", "dev.usher.events")
                                .and(not(assignableTo(ServiceBus.class))))));
    }

    @Test
    void planHasNoClockAndNoRandomness() {
        holds(withoutClockAndChance(PLAN));
    }

    private static ArchRule withoutClockAndChance(DescribedPredicate<JavaClass> these) {
        return noClasses()
                .that(these)
                .should()
                .accessTargetWhere(target(nameMatching("now|nanoTime|currentTimeMillis|random"))
                        .and(target(owner(resideInAPackage("java..")))))
                .orShould()
                .accessTargetWhere(of(Deadline.class))
                .orShould()
                .dependOnClassesThat(assignableTo(RandomGenerator.class)
                        .or(assignableTo(UUID.class))
                        .or(assignableTo(InstantSource.class)));
    }

    /** The end of the process is no event loop's: it alone waits, for the server to stop. */
    @Test
    void noThreadBlocks() {
        holds(noClasses()
                .that(not(equivalentTo(Usher.class)))
                .should()
                .accessTargetWhere(target(nameMatching("join|get")).and(of(java.util.concurrent.Future.class)))
                .orShould()
                .accessTargetWhere(target(nameMatching("await")).and(of(Future.class)))
                .orShould()
                .accessTargetWhere(target(nameMatching("sleep|join|wait"))
                        .and(of(Thread.class).or(of(TimeUnit.class)).or(of(Object.class))))
                .orShould()
                .dependOnClassesThat(assignableTo(CountDownLatch.class).or(assignableTo(Lock.class))));
    }

    private static DescribedPredicate<JavaAccess<?>> of(Class<?> owner) {
        return target(owner(owner == Object.class ? equivalentTo(owner) : assignableTo(owner)));
    }

    private static void holds(ArchRule rule) {
        rule.check(USHER);
    }

    private static ArchRule dependsOnlyOn(String one, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(one)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.usher..").and(not(resideInAnyPackage(with(others, one)))));
    }

    private static ArchRule usedOnlyIn(String home, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    private static String[] with(String[] some, String... more) {
        var all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
