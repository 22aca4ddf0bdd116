package dev.gannet.interest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What the sublist takes from the heap: nothing for a match, little for being there. */
class SublistAllocationTest {
    private static final int MATCHES = 100_000;
    private static final int NOISE_BYTES = 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final FakeSubscriber subscriber = new FakeSubscriber();

    @Test
    void shouldAllocateNothingForAMatch() {
        // given filters with two ways on, queue groups, and long tokens
        Sublist sublist = new Sublist();
        String[] filters = {"orders.*", "orders.>", "orders.42", "orders.a-token-of-more-than-eight-bytes", "*.*", ">"};
        for (String filter : filters) {
            for (int i = 0; i < 3; i++) {
                sublist.insert(subscriber.subscription(filter));
                sublist.insert(subscriber.subscription(filter, "q" + i));
            }
        }
        byte[][] subjects = {
            "orders.42".getBytes(ISO_8859_1),
            "orders.a-token-of-more-than-eight-bytes".getBytes(ISO_8859_1),
            "nobody.is.interested".getBytes(ISO_8859_1)
        };
        Matches matches = new Matches();
        match(sublist, subjects, matches);

        // when
        long before = threads.getCurrentThreadAllocatedBytes();
        match(sublist, subjects, matches);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // then
        assertThat(allocated).isLessThan(NOISE_BYTES);
    }

    @Test
    void shouldBeSmallWhileEmpty() {
        // given the classes are loaded
        Sublist[] sublists = new Sublist[1000];
        fill(sublists);

        // when
        long before = threads.getCurrentThreadAllocatedBytes();
        fill(sublists);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // then ten thousand accounts are 2 MB
        assertThat(allocated / sublists.length).isLessThanOrEqualTo(200);
    }

    private static void match(Sublist sublist, byte[][] subjects, Matches matches) {
        for (int i = 0; i < MATCHES; i++) {
            byte[] subject = subjects[i % subjects.length];
            sublist.match(subject, 0, subject.length, matches);
            for (int q = 0; q < matches.queueCount(); q++) {
                assert matches.queues()[q].members().length > 0;
            }
        }
    }

    private static void fill(Sublist[] sublists) {
        for (int i = 0; i < sublists.length; i++) {
            sublists[i] = new Sublist();
        }
    }
}
