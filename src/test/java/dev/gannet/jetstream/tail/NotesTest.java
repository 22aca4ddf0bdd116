package dev.gannet.jetstream.tail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotesTest {
    private final Notes notes = new Notes(3);

    @Test
    void shouldBeginAnew() {
        assertThat(notes.hasMore()).isTrue();
        assertThat(notes.takeVoid()).isTrue();
        assertThat(notes.takeVoid()).isFalse();
    }

    @Test
    void shouldNoteWhatGoesOfWhatWasTold() {
        // given
        tellUpTo(10);

        // when
        notes.removing(11);
        notes.removing(10);
        notes.removing(2);

        // then
        assertThat(notes.hasMore()).isTrue();
        assertThat(notes.takeRemoved()).containsExactly(10, 2);
        assertThat(notes.takeRemoved()).isEmpty();
    }

    @Test
    void shouldHaveNothingWhereNobodyWasTold() {
        // given
        tellUpTo(10);

        // when
        notes.removing(11);

        // then
        assertThat(notes.hasMore()).isFalse();
        assertThat(notes.takeRemoved()).isEmpty();
    }

    @Test
    void shouldBeginAnewWhenMoreGoesThanCanBeNoted() {
        // given
        tellUpTo(10);

        // when
        for (int seq = 1; seq <= 5; seq++) {
            notes.removing(seq);
        }

        // then
        assertThat(notes.hasMore()).isTrue();
        assertThat(notes.takeVoid()).isTrue();
        assertThat(notes.takeRemoved()).isEmpty();
    }

    @Test
    void shouldKeepTheHighestBound() {
        // given
        tellUpTo(10);

        // when
        notes.removedBelow(7);
        notes.removedBelow(5);

        // then
        assertThat(notes.hasMore()).isTrue();
        assertThat(notes.takeRemovedBelow()).isEqualTo(7);
        assertThat(notes.takeRemovedBelow()).isZero();
    }

    private void tellUpTo(long seq) {
        notes.takeVoid();
        notes.telling(seq);
    }
}
