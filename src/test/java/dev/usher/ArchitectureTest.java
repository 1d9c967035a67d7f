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

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.usher.bus.Bus;
import dev.usher.bus.Deadline;
import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.bus.Request;
import dev.usher.events.Amendment;
import dev.usher.events.Edit;
import dev.usher.events.Event;
import dev.usher.events.Terms;
import dev.usher.registrations.LedgerStore;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Architecture rules: dependencies between packages, the packages that may use each library, and forbidden calls. */
class ArchitectureTest {
    private static final JavaClasses USHER =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.usher");

    private static final String[] FEATURES = {"dev.usher.users..", "dev.usher.events..", "dev.usher.registrations.."};

    /** Decides turns. Everything else in its package carries its decisions out. */
    private static final DescribedPredicate<JavaClass> THE_PLAN = resideInAPackage("dev.usher.registrations")
            .and(
                    nameMatching(
                            ".*\\.(Plan|Planned|Admission|Draft|RosterDigest|RegistrationChange|LoggedTurn|WorkingLine|Departures|Outlook|Situation|Limits|StaleException"
                                    + "|Line|Turn|Change|Register|Unregister|Resize|Cancel|Unregistered|Registration|Standing)(\\$.*)?"))
            .as("the plan");

    private static final DescribedPredicate<JavaClass> REPAIR_PLAN = resideInAPackage("dev.usher.repair")
            .and(nameMatching(".*\\.(RepairPlan|RepairTurn|Correction|EventRows|RowSums|LastLogged)(\\$.*)?"))
            .as("the plan of a repair");

    private static final DescribedPredicate<JavaClass> SERVICES =
            assignableTo(Deployable.class).or(nameMatching(".*(Store|Ledger)"));

    @Test
    void knowNoPackageThatKnowsThem() {
        holds(slices().matching("dev.usher.(*)..").should().beFreeOfCycles());
    }

    @Test
    void theBusKnowsNoService() {
        holds(onlyKnows("dev.usher.bus.."));
    }

    @Test
    void sharedReadsKnowNobody() {
        holds(onlyKnows("dev.usher.reads.."));
    }

    @Test
    void whoMayDoWhatKnowsNobody() {
        holds(classes()
                .that()
                .resideInAPackage("dev.usher.access..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "dev.usher.access..")));
    }

    @Test
    void settingsKnowNobody() {
        holds(onlyKnows("dev.usher.config.."));
    }

    @Test
    void operationsKnowOnlyTheSettings() {
        holds(onlyKnows("dev.usher.ops..", "dev.usher.config.."));
    }

    @Test
    void usersKnowOnlyTheBus() {
        holds(onlyKnows("dev.usher.users..", "dev.usher.bus..", "dev.usher.reads.."));
    }

    @Test
    void eventsKnowOnlyTheBus() {
        holds(onlyKnows("dev.usher.events..", "dev.usher.bus..", "dev.usher.reads.."));
    }

    @Test
    void registrationsKnowOnlyTheBusAndEvents() {
        holds(onlyKnows("dev.usher.registrations..", "dev.usher.bus..", "dev.usher.events.."));
    }

    @Test
    void theStoreKnowsOnlyWhatItKeeps() {
        holds(onlyKnows("dev.usher.dynamodb..", with(FEATURES, "dev.usher.bus..", "dev.usher.repair..")));
    }

    @Test
    void repairDependsOnlyOnTheRowsThatItMends() {
        holds(onlyKnows("dev.usher.repair..", with(FEATURES, "dev.usher.bus..")));
    }

    @Test
    void repairIsPlannedWithoutInputOutputAndClock() {
        holds(classes()
                .that(REPAIR_PLAN)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java..",
                                "dev.usher.bus",
                                "dev.usher.events",
                                "dev.usher.users",
                                "dev.usher.registrations")
                        .and(not(SERVICES))
                        .and(not(assignableTo(Bus.class)))
                        .or(REPAIR_PLAN)));
        holds(withoutClockAndChance(REPAIR_PLAN));
    }

    @Test
    void theContractKnowsOnlyWhoMayDoWhat() {
        holds(onlyKnows("dev.usher.contract..", "dev.usher.access.."));
    }

    @Test
    void httpKnowsOnlyTheContractTheBusAndWhatGoesOverIt() {
        holds(onlyKnows(
                "dev.usher.http..",
                with(FEATURES, "dev.usher.contract..", "dev.usher.live..", "dev.usher.bus..", "dev.usher.access..")));
    }

    @Test
    void whatIsLiveKnowsOnlyWhatItTells() {
        holds(onlyKnows(
                "dev.usher.live..",
                "dev.usher.bus..",
                "dev.usher.reads..",
                "dev.usher.events..",
                "dev.usher.registrations.."));
    }

    @Test
    void feedReadsTheChangeLogAndMakesNoTurn() {
        var live = noClasses().that().resideInAPackage("dev.usher.live..").should();
        holds(live.dependOnClassesThat(
                resideInAnyPackage(FEATURES).and(SERVICES).and(not(equivalentTo(LedgerStore.class)))));
        holds(live.dependOnClassesThat(equivalentTo(LedgerStore.Commit.class)));
    }

    @Test
    void httpReachesServicesOverTheBusAlone() {
        holds(noClasses()
                .that()
                .resideInAPackage("dev.usher.http..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(with(FEATURES, "dev.usher.live..")).and(SERVICES)));
    }

    @Test
    void nobodyKnowsTheWiring() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("dev.usher")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.usher"));
    }

    @Test
    void theSdkLivesWithTheStore() {
        holds(livesOnlyIn("dev.usher.dynamodb..", "software.amazon.."));
    }

    @Test
    void theRouterLivesInHttp() {
        holds(livesOnlyIn("dev.usher.http..", "io.vertx.ext.web..", "io.vertx.router.."));
    }

    @Test
    void requestsAreCheckedInOnePlaceAndNobodyKnowsHow() {
        holds(livesOnlyIn("dev.usher.contract..", "io.vertx.json..", "org.yaml.snakeyaml.."));
    }

    @Test
    void theContractIsReadByWhoServesIt() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages("dev.usher.contract..", "dev.usher.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.openapi.."));
    }

    @Test
    void metricsKnowWhatIsWatchedAndNobodyKnowsThem() {
        holds(onlyKnows(
                "dev.usher.metrics..", with(FEATURES, "dev.usher.bus..", "dev.usher.http..", "dev.usher.dynamodb..")));
        holds(livesOnlyIn("dev.usher.metrics..", "io.micrometer..", "io.prometheus.."));
    }

    @Test
    void tracesKnowWhatIsWatchedAndNobodyKnowsThem() {
        holds(onlyKnows("dev.usher.tracing..", "dev.usher.registrations..", "dev.usher.dynamodb.."));
        holds(livesOnlyIn("dev.usher.tracing..", "io.opentelemetry..", "io.vertx.tracing.."));
    }

    @Test
    void tokensAreCheckedInOnePlaceAndNobodyKnowsHow() {
        holds(onlyKnows(
                "dev.usher.oidc..", "dev.usher.access..", "dev.usher.bus..", "dev.usher.config..", "dev.usher.http.."));
        holds(livesOnlyIn("dev.usher.oidc..", "io.vertx.ext.auth.."));
    }

    @Test
    void howIsLoggedIsDecidedInOps() {
        holds(livesOnlyIn("dev.usher.ops..", "ch.qos.logback.."));
    }

    @Test
    void serversLiveAtTheEdge() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(with(
                        FEATURES, "dev.usher.live..", "dev.usher.dynamodb..", "dev.usher.bus..", "dev.usher.reads.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.core.http.."));
    }

    @Test
    void thePlanIsPure() {
        holds(classes()
                .that(THE_PLAN)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "dev.usher.bus", "dev.usher.events")
                        .and(not(assignableTo(Bus.class)))
                        .or(THE_PLAN)));
    }

    @Test
    void whatThePlanIsMadeOfIsPure() {
        holds(classes()
                .that()
                .belongToAnyOf(
                        Event.class,
                        Terms.class,
                        Amendment.class,
                        Edit.class,
                        Outcome.class,
                        Reason.class,
                        Request.class,
                        Deadline.class)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..")
                        .or(resideInAnyPackage("dev.usher.bus", "dev.usher.events")
                                .and(not(assignableTo(Bus.class))))));
    }

    @Test
    void thePlanHasNoClockAndNoChance() {
        holds(withoutClockAndChance(THE_PLAN));
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
    void nobodyWaits() {
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

    private static ArchRule onlyKnows(String one, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(one)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.usher..").and(not(resideInAnyPackage(with(others, one)))));
    }

    private static ArchRule livesOnlyIn(String home, String... libraries) {
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
