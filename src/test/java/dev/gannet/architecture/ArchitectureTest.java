package dev.gannet.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md, section Packages. Change both together. */
class ArchitectureTest {
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.gannet");

    /**
     * Of our own packages, what each of the lower ones may use (R3). What is not named here is held by the rule
     * against cycles alone.
     */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("base", List.of()),
            Map.entry("subject", List.of("base")),
            Map.entry("message", List.of("base", "subject")),
            Map.entry("outbound", List.of("base", "subject", "message")),
            Map.entry("protocol", List.of("base", "subject", "message")),
            Map.entry("interest", List.of("base", "subject", "message", "outbound", "protocol")),
            Map.entry("tracing", List.of("base", "subject", "message", "outbound", "protocol", "interest")),
            Map.entry("store.disk", List.of("base")),
            Map.entry("store", List.of("base", "subject")),
            Map.entry("shard", List.of("base", "store")),
            Map.entry("config", List.of("base", "subject")),
            Map.entry("process", List.of("base", "subject", "protocol", "config")),
            // Only what is in target/gannet.jar beside it: the application's loader has the rest. Of protocol only
            // constants.
            Map.entry("launch", List.of("base", "subject", "config", "process")));

    /** Where time and chance come from (R4); everything else is given a clock and a random. */
    private static final String[] HOMES_OF_TIME_AND_CHANCE = {
        "dev.gannet.base..", // Defines the clock and the random that the others are given.
        "dev.gannet.net..", // The loop reads the time once an iteration, and says it to what it runs.
        "dev.gannet.ee..", // The container's side: its clocks are the container's.
        "dev.gannet.edge..", // The outermost program, which makes the real clock.
        "dev.gannet.testing..", // Runs in a test's JVM, outside the server.
    };

    /** Where a lock or a volatile field may stand (R6): each with its reason. {@link TidyTest} reads this too. */
    static final Map<String, String> HOMES_OF_LOCKS = Map.ofEntries(
            Map.entry("base", "the bounded queues and the loop are what spares the others their locks"),
            Map.entry("monitor", "counters are written by their loops and read by anybody"),
            Map.entry("outbound", "one lock per target, held for one write: any loop writes to any connection"),
            Map.entry(
                    "interest",
                    "the sublist is changed under a lock, read as a snapshot and found stale by its generation"),
            Map.entry("account", "who delivers a request notes its reply for the connection that may answer it"),
            Map.entry(
                    "connection",
                    "other loops deliver to a client and ask what it may receive; monitoring reads its figures"),
            Map.entry("net", "a loop is woken and stopped by other threads"),
            Map.entry(
                    "store.disk",
                    "readers of all streams share the open files, and files on the heap are read while written"),
            Map.entry("engine", "start, reload and stop come from any thread"),
            Map.entry("edge", "the shutdown hook and the signals are threads of their own"),
            Map.entry("client", "an application's one connection is made by whoever asks first"),
            Map.entry("inprocess", "any thread of a program writes what the loop reads"),
            Map.entry("testing", "a server is started by one test thread and closed by another"),
            Map.entry(
                    "process.log",
                    "any thread writes to the log, and its levels are changed while the loops ask for them"));

    @Test
    void r1OnlyTheEePackagesKnowTheContainer() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.gannet.ee..", "dev.gannet.client..", "dev.gannet.ra..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "jakarta..",
                                "org.eclipse.microprofile..",
                                "fish.payara..",
                                "com.sun.enterprise..",
                                "org.h2..")
                        .and(not(resideInAnyPackage("jakarta.inject.."))))
                .because(
                        "the same engine runs embedded, in tests and on edge devices; jakarta.inject is annotations only")
                .check(PRODUCTION);
    }

    @Test
    void r2OnlyTheNetPackageKnowsSocketsAndTls() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.gannet.net..", "dev.gannet.process.log..") // The log talks to syslog servers.
                .should()
                .dependOnClassesThat()
                .areAssignableTo(SelectableChannel.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Selector.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(SSLEngine.class)
                .because("everything behind the socket is tested without one")
                .check(PRODUCTION);
    }

    @Test
    void r3TheLowerPackagesUseOnlyWhatIsBelowThem() {
        MAY_USE.forEach((user, used) -> {
            String[] allowed = Stream.concat(used.stream(), Stream.of(user))
                    .map(ArchitectureTest::packageTree)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(packageTree(user))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("dev.gannet..").and(not(resideInAnyPackage(allowed))))
                    .allowEmptyShould(true)
                    .because(user + " may use " + used + " and is tested and measured without the rest")
                    .check(PRODUCTION);
        });
    }

    @Test
    void r4TimeAndChanceComeThroughTheConstructor() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HOMES_OF_TIME_AND_CHANCE)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(java.util.concurrent.ThreadLocalRandom.class, "current")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SplittableRandom.class)
                .orShould()
                .callConstructor(java.security.SecureRandom.class)
                .because("a test turns the clock by hand, and a run is repeated from its seed")
                .check(PRODUCTION);
    }

    @Test
    void r5PackagesFormNoCycle() {
        slices().matching("dev.gannet.(*)..").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    void r6LoopsOwnStateInsteadOfLockingIt() {
        noClasses()
                .that()
                .resideOutsideOfPackages(homesOfLocks())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks..")
                .because("one thread owns each piece of state; see docs/adr/0002")
                .check(PRODUCTION);
        fields().that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackages(homesOfLocks())
                .should()
                .notHaveModifier(JavaModifier.VOLATILE)
                .check(PRODUCTION);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackages(homesOfLocks())
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(PRODUCTION);
    }

    @Test
    void nothingStaticIsMutable() {
        fields().that()
                .areStatic()
                .should()
                .beFinal()
                .because("many servers run in one JVM, and a redeployment must leave nothing behind")
                .check(PRODUCTION);
    }

    @Test
    void namesSayWhatAThingIs() {
        classes().should().haveNameNotMatching(".*(Impl|Manager|Helper|Utils?)").check(PRODUCTION);
    }

    @Test
    void nothingEndsTheProcessButTheEdgeProgram() {
        noClasses()
                .that(not(nameMatching("dev\\.gannet\\.(edge|launch)\\..*")))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .because("the server is a guest in somebody's JVM")
                .check(PRODUCTION);
    }

    private static String[] homesOfLocks() {
        return HOMES_OF_LOCKS.keySet().stream()
                .map(ArchitectureTest::packageTree)
                .toArray(String[]::new);
    }

    private static String packageTree(String name) {
        return "dev.gannet." + name + "..";
    }
}
