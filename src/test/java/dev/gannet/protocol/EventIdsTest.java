package dev.gannet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    @Test // MO-154
    void shouldMakeIdsOfWhichNoneComesTwice() {
        EventIds one = new EventIds();
        EventIds other = new EventIds();
        assertThat(Stream.concat(
                        Stream.generate(one::next).limit(100),
                        Stream.generate(other::next).limit(100)))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9A-Za-z]{22}"));
    }
}
