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
import dev.usher.registrations.store.ChangeStore;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Request;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Architecture rules: dependencies between packages, the packages that may use each library, and forbidden calls. */
class ArchitectureTest {
    private static final JavaClasses USHER =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.usher");

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

    /** A package, and the packages that it may depend on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    async         |
                    batching      |
                    bus           | service
                    config        |
                    contract      | authz
                    dynamodb      | users events registrations async bus service repair erasure webhook.store
                    erasure       | users registrations async bus service
                    events        | batching bus service
                    feed          | events registrations.model registrations.store batching bus service
                    http          | users events registrations feed contract bus service authz
                    metrics       | users events registrations http dynamodb webhook bus service
                    oidc          | http authz bus service config
                    ops           | config service
                    registrations | events async batching bus service
                    repair        | users events registrations async bus service
                    service       |
                    tracing       | registrations dynamodb
                    users         | batching bus service
                    webhook       | events registrations.model feed http.response async bus config service
                    """)
    void packageDependsOnOthers(String one, String others) {
        var allowed = packages(others == null ? one : one + " " + others);
        holds(noClasses()
                .that()
                .resideInAnyPackage(packages(one))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.usher..").and(not(resideInAnyPackage(allowed)))));
    }

    private static String[] packages(String names) {
        return Stream.of(names.split(" "))
                .map(name -> "dev.usher." + name + "..")
                .toArray(String[]::new);
    }

    /** Packages, and the libraries that only they use. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    contract      | io.vertx.json org.yaml.snakeyaml
                    contract http | io.vertx.openapi
                    dynamodb      | software.amazon
                    http          | io.vertx.ext.web io.vertx.router
                    metrics       | io.micrometer io.prometheus
                    oidc          | io.vertx.ext.auth
                    ops           | ch.qos.logback
                    tracing       | io.opentelemetry io.vertx.tracing
                    """)
    void libraryIsUsedBy(String homes, String libraries) {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(packages(homes))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Stream.of(libraries.split(" ")).map(name -> name + "..").toArray(String[]::new)));
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
    void feedReadsTheChangeLogAndMakesNoTurn() {
        var live = noClasses().that().resideInAPackage("dev.usher.feed..").should();
        holds(live.dependOnClassesThat(resideInAnyPackage(packages("users events registrations"))
                .and(SERVICES)
                .and(not(equivalentTo(ChangeStore.class)))));
    }

    @Test
    void webhookIsUsedByTheWiringOnly() {
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
                .dependOnClassesThat(resideInAnyPackage(packages("users events registrations feed"))
                        .and(SERVICES)));
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
    void servicesUseNoHttp() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(packages("users events registrations feed dynamodb bus service batching"))
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
}
