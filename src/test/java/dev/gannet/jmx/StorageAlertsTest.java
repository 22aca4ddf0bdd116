package dev.gannet.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Clock;
import dev.gannet.testing.ChangingStreams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StorageAlertsTest {
    private final List<String> told = new ArrayList<>();
    private final Hand clock = new Hand();
    private final ChangingStreams streams = new ChangingStreams();
    private final StorageAlerts alerts =
            new StorageAlerts(clock, (type, text, data) -> told.add(type.replace("dev.gannet.", "") + " " + text));

    @Test
    void shouldTellOfWhatCannotBeStoredAndWhenItCanAgain() {
        // when it goes on for a while
        streams.problem("no space left");
        look(3);

        // then it is told once
        assertThat(told).containsExactly("storage-fault nothing can be stored: no space left");

        // and a minute later once more
        clock.nanos += TimeUnit.MINUTES.toNanos(1);
        look(3);
        assertThat(told).hasSize(2);

        // and the end, and the next time at once
        streams.problem(null);
        look(2);
        streams.problem("no space left");
        look(2);
        assertThat(told.subList(2, 4))
                .containsExactly(
                        "storage-recovered messages can be stored again",
                        "storage-fault nothing can be stored: no space left");
    }

    @Test
    void shouldTellOfAFailureThatIsOverAlready() {
        look(1);
        streams.problem("for a moment");
        streams.problem(null);
        look(2);
        assertThat(told).containsExactly("storage-fault messages could not be stored for a moment");
    }

    @Test
    void shouldTellEachFaultOnceAndHowManyWereMissed() {
        // when
        streams.faults(1, "a");
        look(2);
        streams.faults(3, "a", "b", "b");
        look(2);
        streams.faults(10, "c", "d");
        look(2);

        // then
        assertThat(told)
                .containsExactly(
                        "storage-fault a",
                        "storage-fault b",
                        "storage-fault c",
                        "storage-fault d",
                        "storage-fault 5 more faults in files of streams");
    }

    @Test
    void shouldBeginAnewWithOtherStreams() {
        // given
        streams.faults(2, "a", "b");
        look(1);
        alerts.look(null);

        // when a reload has turned streams off and on
        ChangingStreams others = new ChangingStreams();
        others.faults(1, "x");
        alerts.look(others);

        // then
        assertThat(told).containsExactly("storage-fault a", "storage-fault b", "storage-fault x");
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            alerts.look(streams);
        }
    }

    private static final class Hand implements Clock {
        private long nanos;

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nanos);
        }
    }
}
