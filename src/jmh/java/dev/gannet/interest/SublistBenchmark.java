package dev.gannet.interest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one match costs when every message goes to another subject, so that no cache of plans helps; alone, beside
 * another loop that matches in the same account, and beside one that subscribes and unsubscribes.
 *
 * <p>Run: {@code ./mvnw verify -Pbench -DskipTests -Dbench=SublistBenchmark}. The bar is zero bytes allocated for each
 * match.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SublistBenchmark {
    private static final int SUBJECTS = 1 << 10; // A power of two, so that the index wraps with a mask.

    /** The sublist that all threads share. */
    @State(Scope.Benchmark)
    public static class Account {
        /** How many subscriptions there are; one in sixteen has a wildcard. */
        @Param({"100", "10000"})
        int subscriptions;

        private final byte[][] subjects = new byte[SUBJECTS][];
        private final Sublist sublist = new Sublist();
        private final FakeSubscriber subscriber = new FakeSubscriber();

        @Setup
        public void setUp() {
            var random = new SplittableRandom(42);
            for (int i = 0; i < subscriptions; i++) {
                String last = i % 16 == 0 ? ".*" : ".new";
                sublist.insert(subscriber.subscription("orders." + random.nextInt(subscriptions) + last));
            }
            for (int i = 0; i < SUBJECTS; i++) {
                subjects[i] = ("orders." + random.nextInt(subscriptions) + ".new").getBytes(ISO_8859_1);
            }
        }
    }

    /** What each event loop has of its own. */
    @State(Scope.Thread)
    public static class Loop {
        private final Matches matches = new Matches();
        private final Subscription inbox = new FakeSubscriber().subscription("_INBOX.ujyVKxVRbvzH1sUuBkX0pF.*");
        private int next;
    }

    @Benchmark
    public int match(Account account, Loop loop) {
        byte[] subject = account.subjects[loop.next++ & (SUBJECTS - 1)];
        account.sublist.match(subject, 0, subject.length, loop.matches);
        return loop.matches.plainCount();
    }

    @Benchmark
    @Threads(2)
    public int matchBesideAnother(Account account, Loop loop) {
        return match(account, loop);
    }

    @Benchmark
    @Group("churn")
    public int matchBesideChurn(Account account, Loop loop) {
        return match(account, loop);
    }

    /** Both together: an inbox comes and goes. */
    @Benchmark
    @Group("churn")
    public boolean insertAndRemove(Account account, Loop loop) {
        account.sublist.insert(loop.inbox);
        return account.sublist.remove(loop.inbox);
    }
}
