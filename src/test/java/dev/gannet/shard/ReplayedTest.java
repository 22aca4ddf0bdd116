package dev.gannet.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a replay says of entries that are missing, damaged or out of their order. */
class ReplayedTest {
    private final List<String> told = new ArrayList<>();
    private final Replayed replayed = new Replayed(
            new Replay() {
                @Override
                public void entry(long index, int shard, ByteBuffer body) {
                    told.add("entry " + index);
                }

                @Override
                public void lost(Loss loss) {
                    told.add("lost " + loss.firstIndex() + " to " + loss.lastIndex() + " about " + loss.about());
                }

                @Override
                public void backwards(String where, long index, long before) {
                    told.add(index + " behind " + before + " at " + where);
                }

                @Override
                public void cutShort(String where) {
                    told.add("cut short at " + where);
                }
            },
            2,
            new JournalPlace(1, 1));

    private void entry(long index, int about) {
        replayed.entry(new Replayed.Head(index, 0, about, new Replayed.Where("place", 8)), ByteBuffer.allocate(0));
    }

    @Test
    void shouldTellOfIndexThatGoesBackwards() {
        // when
        entry(1, 7);
        entry(2, 7);
        entry(3, 7);
        entry(3, 7);
        entry(1, 7);
        entry(4, 7);

        // then
        assertThat(told).containsExactly("entry 3", "3 behind 3 at place at 8", "1 behind 3 at place at 8", "entry 4");
    }

    @Test
    void shouldTellWhatLostEntriesWereAbout() {
        // when
        entry(3, 7);
        entry(6, 7);
        entry(8, 9);
        replayed.damaged(new Replayed.Head(9, 0, 5, new Replayed.Where("place", 8)));
        replayed.upTo(11, "mark");
        replayed.missing();

        // then
        assertThat(told)
                .containsExactly(
                        "entry 3",
                        "lost 4 to 5 about 7",
                        "entry 6",
                        "lost 7 to 7 about 0",
                        "entry 8",
                        "lost 9 to 9 about 5",
                        "lost 10 to 11 about 5");
    }

    @Test
    void shouldKnowWhatWasBeforeThoughItIsKeptElsewhere() {
        // when
        entry(1, 7);
        replayed.upTo(5, "next file");
        replayed.missing();

        // then
        assertThat(told).containsExactly("lost 3 to 5 about 7");
    }

    @Test
    void shouldAskTheNextEntryWhatThoseBeforeItWereAbout() {
        // when
        replayed.upTo(4, "head of a file");
        entry(5, 7);
        replayed.upTo(7, "mark");
        replayed.upTo(8, "head of a file");
        entry(9, 7);
        replayed.upTo(11, "mark");
        entry(12, 8);

        // then
        assertThat(told)
                .containsExactly(
                        "lost 3 to 4 about 7",
                        "entry 5",
                        "lost 6 to 8 about 7",
                        "entry 9",
                        "lost 10 to 11 about 0",
                        "entry 12");
    }

    @Test
    void shouldTellOfEntriesThatContradictWhatWasPromised() {
        // when
        replayed.upTo(5, "mark");
        entry(4, 7);
        entry(6, 7);

        // then
        assertThat(told).containsExactly("lost 3 to 5 about 0", "entry 6");
    }
}
