package dev.gannet.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much memory a turn takes, and what is kept of it. */
class StagingMemoryTest {
    private final FakeSink sink = new FakeSink();
    private final Outbox outbox = new Outbox(1, 1 << 20, sink);
    private final Staging staging = new Staging(0);

    @Test
    void shouldTakeASmallChunkForALittle() {
        // when
        Chunk chunk = staging.stage(outbox, 100);

        // then
        assertThat(chunk.capacity()).isEqualTo(ChunkPool.SMALL);
        assertThat(staging.stage(outbox, ChunkPool.SMALL - 100)).isSameAs(chunk);
    }

    @Test
    void shouldGoOnInALargeChunkWithWhatTheSmallOneHeld() {
        // given a message in a small chunk
        String first = "a".repeat(3_000);
        Chunk small = staging.stage(outbox, first.length());
        small.append(first.getBytes(ISO_8859_1));
        small.messages = 1;
        small.messageBytes = first.length();

        // when a second one does not fit behind it
        String second = "b".repeat(3_000);
        staging.stage(outbox, second.length()).append(second.getBytes(ISO_8859_1));

        // then nothing was sent in between, and both are sent at the end, and counted
        assertThat(sink.writes()).isZero();
        staging.flushAll();
        assertThat(sink.writes()).isEqualTo(1);
        assertThat(sink.text()).isEqualTo(first + second);
        assertThat(outbox.outMessages()).isEqualTo(1);
        assertThat(outbox.outBytes()).isEqualTo(first.length());
    }

    @Test
    void shouldFlushASmallChunkInFrontOfWhatFillsALargeOne() {
        // given
        staging.stage(outbox, 10).append("0123456789".getBytes(ISO_8859_1));

        // when
        Chunk next = staging.stage(outbox, Staging.CHUNK_BYTES);

        // then
        assertThat(sink.text()).isEqualTo("0123456789");
        assertThat(next.room()).isEqualTo(Staging.CHUNK_BYTES);
    }

    @Test
    void shouldShareOnlySoManyChunksInATurn() {
        // given more groups than may share
        List<SharedChunk> groups = new ArrayList<>();
        for (int i = 0; i <= Staging.OPENED_MAX; i++) {
            groups.add(new Group(new Outbox(1, 1 << 20, new FakeSink()), new Outbox(1, 1 << 20, new FakeSink())));
        }

        // when all want to
        long shared = groups.stream()
                .filter(group -> staging.share(group, 10) != null)
                .count();

        // then the last one is refused, until the next turn
        assertThat(shared).isEqualTo(Staging.OPENED_MAX);
        staging.flushAll();
        assertThat(staging.share(groups.get(Staging.OPENED_MAX), 10)).isNotNull();
    }

    private static final class Group extends SharedChunk {
        Group(Outbox... members) {
            super(members);
        }

        @Override
        protected void delivered(int messages) {}
    }

    @Test
    void shouldKeepWhatATurnNeedsAndNoMore() {
        // given twice the chunks of a turn
        ChunkPool pool = new ChunkPool();
        Chunk[] chunks = new Chunk[2 * Staging.DIRTY_MAX];
        Arrays.setAll(chunks, i -> pool.take());

        // when they are given back
        for (Chunk chunk : chunks) {
            pool.give(chunk);
        }

        // then half of them come again
        List<Chunk> again = new ArrayList<>();
        for (int i = 0; i < chunks.length; i++) {
            again.add(pool.take());
        }
        assertThat(again).filteredOn(List.of(chunks)::contains).hasSize(ChunkPool.LARGE_KEPT_MAX);
    }

    @Test
    void shouldLetGoOfAPeakInTheSecondQuietInterval() {
        // given a peak of two chunks
        ChunkPool pool = new ChunkPool();
        Chunk one = pool.take();
        Chunk other = pool.take();
        pool.give(one);
        pool.give(other);

        // when one at a time is needed from then on
        pool.trim();
        pool.give(pool.take());
        pool.trim();

        // then the other one is gone
        assertThat(List.of(one, other)).contains(pool.take());
        assertThat(List.of(one, other)).doesNotContain(pool.take());
    }
}
