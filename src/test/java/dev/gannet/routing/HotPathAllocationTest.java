package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A message takes nothing from the heap on its way from the parser to the sockets. */
class HotPathAllocationTest {
    private static final int TURNS = 1000;
    private static final int MESSAGES = TURNS * HotPath.MESSAGES_IN_TURN;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource(HotPath.Scene.class)
    void shouldAllocateNothingForAMessage(HotPath.Scene scene) {
        // given plans, chunks and classes are there
        HotPath path = new HotPath(scene);
        int result = run(path);
        assertThat(result > 0).isEqualTo(scene != HotPath.Scene.NOBODY);

        // when
        long before = threads.getCurrentThreadAllocatedBytes();
        run(path);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // then
        assertThat((double) allocated / MESSAGES).as("bytes per message").isLessThan(1);
    }

    @Test
    void shouldAllocateNothingForASubjectThatWasNeverSeen() {
        // given subjects like those of replies, each used once
        HotPath path = new HotPath(HotPath.Scene.WILDCARDS);
        byte[][] turns = new byte[2 * TURNS][];
        for (int turn = 0; turn < turns.length; turn++) {
            StringBuilder messages = new StringBuilder();
            for (int i = 0; i < HotPath.MESSAGES_IN_TURN; i++) {
                messages.append("PUB orders.")
                        .append(turn * HotPath.MESSAGES_IN_TURN + i)
                        .append(" 1\r\nx\r\n");
            }
            turns[turn] = messages.toString().getBytes(ISO_8859_1);
        }
        run(path, turns, 0);

        // when
        long before = threads.getCurrentThreadAllocatedBytes();
        run(path, turns, TURNS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // then
        assertThat((double) allocated / MESSAGES).as("bytes per message").isLessThan(1);
    }

    private static int run(HotPath path) {
        int result = 0;
        for (int i = 0; i < TURNS; i++) {
            result = path.turn();
        }
        return result;
    }

    private static void run(HotPath path, byte[][] turns, int from) {
        for (int i = from; i < from + TURNS; i++) {
            path.turn(turns[i]);
        }
    }
}
