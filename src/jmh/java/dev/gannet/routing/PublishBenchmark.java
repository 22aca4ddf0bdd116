package dev.gannet.routing;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one published message costs from the parser to the sockets, which take everything and keep nothing. Fan-outs go
 * to ten subscribers.
 *
 * <p>Run: {@code ./mvnw verify -Pbench -DskipTests -Dbench=PublishBenchmark}. The bar is {@code gc.alloc.rate.norm} ≈ 0
 * B/op.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PublishBenchmark {
    @Param({
        "ONE_TO_ONE",
        "FANOUT_WITH_ONE_SID",
        "FANOUT_WITH_DIFFERENT_SIDS",
        "QUEUE_GROUP",
        "WITH_HEADERS",
        "WITH_REPLY",
        "MANY_SUBJECTS",
        "NOBODY"
    })
    String scene = "";

    private HotPath path = new HotPath(HotPath.Scene.NOBODY);

    @Setup
    public void setUp() {
        path = new HotPath(HotPath.Scene.valueOf(scene));
    }

    @Benchmark
    @OperationsPerInvocation(HotPath.MESSAGES_IN_TURN)
    public int publish() {
        return path.turn();
    }
}
