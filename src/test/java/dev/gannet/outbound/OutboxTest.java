package dev.gannet.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Chunk;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final long PENDING_MAX = 100_000;

    private final FakeSink sink = new FakeSink();
    private final Staging staging = new Staging(0);
    private final Outbox outbox = new Outbox(1, PENDING_MAX, sink);

    @Test
    void shouldWriteStraightToASocketThatTakesEverything() {
        // when
        flush("hello");

        // then nothing waits
        assertThat(sink.text()).isEqualTo("hello");
        assertThat(sink.writes()).isEqualTo(1);
        assertThat(outbox.pendingBytes()).isZero();
        assertThat(sink.drainRequests()).isZero();
    }

    @Test
    void shouldKeepWhatTheSocketDoesNotTakeAndSendItFirst() {
        // given a socket that takes three bytes
        sink.take(3);
        flush("hello");
        assertThat(sink.text()).isEqualTo("hel");
        assertThat(outbox.pendingBytes()).isEqualTo(2);

        // when more comes while the socket is free again
        sink.take(100);
        flush(" world");

        // then it waits behind the rest until the owner drains
        assertThat(sink.text()).isEqualTo("hel");
        assertThat(outbox.drain(staging)).isTrue();
        assertThat(sink.text()).isEqualTo("hello world");
        assertThat(outbox.pendingBytes()).isZero();
    }

    @Test
    void shouldAskForTheDrainOnceUntilItIsDone() {
        // given
        sink.take(0);

        // when three flushes find the socket full
        flush("a");
        flush("b");
        write("c");

        // then the owner is asked once
        assertThat(sink.drainRequests()).isEqualTo(1);

        // when a drain gets only so far
        sink.take(1);
        assertThat(outbox.drain(staging)).isFalse();
        flush("d");

        // then the owner still knows
        assertThat(sink.drainRequests()).isEqualTo(1);

        // when everything was sent and the socket is full again
        sink.take(3);
        assertThat(outbox.drain(staging)).isTrue();
        flush("e");

        // then it is asked anew
        assertThat(sink.drainRequests()).isEqualTo(2);
        sink.take(1);
        outbox.drain(staging);
        assertThat(sink.text()).isEqualTo("abcde");
    }

    @Test
    void shouldDrainOneByteAtATime() {
        // given chunks of every kind that wait: taken over whole, copied, written through
        sink.take(0);
        String large = "x".repeat(40_000);
        flush("first");
        flush(large);
        write("through");
        flush("last");

        // when
        String expected = "first" + large + "through" + "last";
        for (int i = 0; i < expected.length(); i++) {
            assertThat(outbox.pendingBytes()).isEqualTo(expected.length() - i);
            sink.take(1);
            outbox.drain(staging);
        }

        // then
        assertThat(sink.text()).isEqualTo(expected);
        assertThat(outbox.pendingBytes()).isZero();
    }

    @Test
    void shouldGatherManyChunksInOneWrite() {
        // given more chunks than one gathering write takes
        sink.take(0);
        Outbox large = new Outbox(1, 10_000_000, sink);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < Staging.GATHER_MAX + 4; i++) {
            String text = Character.toString('a' + i).repeat(40_000);
            large.flush(chunk(text), staging);
            expected.append(text);
        }
        int before = sink.writes();

        // when
        sink.take(Long.MAX_VALUE);
        large.drain(staging);

        // then
        assertThat(sink.writes() - before).isEqualTo(2);
        assertThat(sink.text()).isEqualTo(expected.toString());
    }

    @Test
    void shouldPutSmallPiecesTogether() {
        // given a peer that is a little behind
        sink.take(0);
        for (int i = 0; i < 100; i++) {
            flush("0123456789");
        }

        // when
        sink.take(Long.MAX_VALUE);
        int before = sink.writes();
        Staging counted = new Staging(0);
        outbox.drain(counted);

        // then they went as one piece, in a small chunk that is free again
        assertThat(sink.writes() - before).isEqualTo(1);
        assertThat(sink.text()).hasSize(1000);
        assertThat(counted.take(1000).capacity()).isEqualTo(ChunkPool.SMALL);
    }

    @Test
    void shouldGiveUpWhenTooMuchWaits() {
        // CP-193
        // given exactly as much as may wait
        sink.take(0);
        flush("x".repeat(50_000));
        flush("x".repeat(50_000));
        assertThat(sink.failures()).isEmpty();

        // when one byte more comes
        flush("y");

        // then the owner is told once, and nothing is sent any more
        assertThat(sink.failures()).containsExactly(OutboxFailure.PENDING_BYTES);
        assertThat(outbox.pendingBytes()).isZero();
        sink.take(Long.MAX_VALUE);
        flush("z");
        write("z");
        outbox.drain(staging);
        assertThat(sink.text()).isEmpty();
        assertThat(sink.failures()).hasSize(1);
    }

    @Test
    void shouldGiveUpWhenTooMuchIsWrittenThrough() {
        // given
        sink.take(0);
        flush("x".repeat(50_000));

        // when
        write("y".repeat(50_001));

        // then
        assertThat(sink.failures()).containsExactly(OutboxFailure.PENDING_BYTES);
    }

    @Test
    void shouldGiveUpWhenTheSocketRefusesAFlush() {
        // given
        sink.breakDown();

        // when
        flush("hello");
        flush("again");

        // then
        assertThat(sink.failures()).containsExactly(OutboxFailure.WRITE_ERROR);
        assertThat(outbox.pendingBytes()).isZero();
        assertThat(sink.drainRequests()).isZero();
        assertThat(sink.writes()).isEqualTo(1);
    }

    @Test
    void shouldGiveUpWhenTheSocketRefusesWhatIsWrittenThrough() {
        // given
        sink.breakDown();

        // when
        write("hello");

        // then
        assertThat(sink.failures()).containsExactly(OutboxFailure.WRITE_ERROR);
        assertThat(sink.drainRequests()).isZero();
    }

    @Test
    void shouldGiveUpWhenTheSocketRefusesADrain() {
        // given
        sink.take(0);
        flush("hello");
        sink.breakDown();

        // when
        boolean empty = outbox.drain(staging);

        // then
        assertThat(sink.failures()).containsExactly(OutboxFailure.WRITE_ERROR);
        assertThat(outbox.pendingBytes()).isZero();
        assertThat(empty).isFalse();
        assertThat(outbox.drain(staging)).isTrue();
        assertThat(sink.failures()).hasSize(1);
    }

    @Test
    void shouldLetTheOwnerCloseItWhileItFails() {
        // given an owner that does what it has to at once
        FakeProducer producer = new FakeProducer();
        sink.whenFailed(outbox::close);
        sink.take(0);
        flush("x".repeat(80_000));
        outbox.await(producer);

        // when
        flush("x".repeat(30_000));

        // then
        assertThat(sink.failures()).hasSize(1);
        assertThat(producer.resumed).isEqualTo(1);
        assertThat(outbox.isCongested()).isFalse();
    }

    @Test
    void shouldAskProducersToSlowDownAboveThreeQuarters() {
        // CP-197: for a small max_pending three quarters of it, and not one byte sooner
        sink.take(0);
        flush("x".repeat(75_000));
        assertThat(outbox.isCongested()).isFalse();

        flush("x");
        assertThat(outbox.isCongested()).isTrue();
        assertThat(outbox.isNearlyFull()).isTrue();
    }

    @Test
    void shouldAskProducersToSlowDownAboveOneMebibyteAlthoughMuchMoreMayWait() {
        // given
        Outbox large = new Outbox(1, 64 << 20, sink);
        sink.take(0);
        for (int i = 0; i < 16; i++) {
            large.flush(chunk("x".repeat(1 << 16)), staging);
        }
        assertThat(large.isCongested()).isFalse();

        // when
        large.flush(chunk("x"), staging);

        // then it is behind, but far from its limit
        assertThat(large.isCongested()).isTrue();
        assertThat(large.isNearlyFull()).isFalse();
    }

    @Test
    void shouldResumeProducersOnceItHasCaughtUp() {
        // given somebody who waits, who asked twice
        FakeProducer producer = new FakeProducer();
        sink.take(0);
        flush("x".repeat(50_000));
        flush("x".repeat(30_000));
        outbox.await(producer);
        outbox.await(producer);
        assertThat(producer.resumed).isZero();

        // when it is below the soft limit but not far below
        sink.take(61_000);
        outbox.drain(staging);
        assertThat(outbox.isCongested()).isFalse();
        assertThat(producer.resumed).isZero();

        // when it is below a quarter of the soft limit
        sink.take(1000);
        outbox.drain(staging);

        // then
        assertThat(producer.resumed).isEqualTo(1);
        sink.take(Long.MAX_VALUE);
        outbox.drain(staging);
        assertThat(producer.resumed).isEqualTo(1);
    }

    @Test
    void shouldResumeProducersHoweverLittleMayWait() {
        // given a soft limit below four bytes
        Outbox tiny = new Outbox(1, 4, sink);
        FakeProducer producer = new FakeProducer();
        sink.take(0);
        tiny.flush(chunk("abcd"), staging);
        tiny.await(producer);
        assertThat(producer.resumed).isZero();

        // when
        sink.take(Long.MAX_VALUE);
        tiny.drain(staging);

        // then
        assertThat(producer.resumed).isEqualTo(1);
    }

    @Test
    void shouldResumeAtOnceWhoWaitsForNothing() {
        // given
        FakeProducer producer = new FakeProducer();

        // when it is not behind, or gone
        outbox.await(producer);
        assertThat(producer.resumed).isEqualTo(1);
        outbox.close();
        outbox.await(producer);

        // then
        assertThat(producer.resumed).isEqualTo(2);
    }

    @Test
    void shouldResumeProducersWhenItIsClosed() {
        // given
        FakeProducer producer = new FakeProducer();
        sink.take(0);
        flush("x".repeat(50_000));
        flush("x".repeat(30_000));
        outbox.await(producer);

        // when
        outbox.close();

        // then
        assertThat(producer.resumed).isEqualTo(1);
        assertThat(outbox.isCongested()).isFalse();
        assertThat(outbox.isNearlyFull()).isFalse();
        assertThat(outbox.pendingBytes()).isZero();
    }

    @Test
    void shouldResumeProducersWhenItFails() {
        // given
        FakeProducer producer = new FakeProducer();
        sink.take(0);
        flush("x".repeat(50_000));
        flush("x".repeat(30_000));
        outbox.await(producer);

        // when
        flush("x".repeat(30_000));

        // then
        assertThat(sink.failures()).containsExactly(OutboxFailure.PENDING_BYTES);
        assertThat(producer.resumed).isEqualTo(1);
    }

    @Test // CP-194
    void shouldSaySinceWhenAWriteIsNotDone() {
        // given bytes that wait since 100
        assertThat(outbox.writingSinceNanos()).isZero();
        sink.take(0);
        staging.now(100);
        flush("hello");
        assertThat(outbox.writingSinceNanos()).isEqualTo(100);

        // when more comes to wait, and some of the first is taken
        staging.now(200);
        flush("more");
        sink.take(1);
        outbox.drain(staging);

        // then it is the same write still
        assertThat(outbox.writingSinceNanos()).isEqualTo(100);

        // when the first is done
        staging.now(300);
        sink.take(4);
        outbox.drain(staging);

        // then what came later is a write of its own
        assertThat(outbox.writingSinceNanos()).isEqualTo(300);
        sink.take(Long.MAX_VALUE);
        outbox.drain(staging);
        assertThat(outbox.writingSinceNanos()).isZero();
    }

    @Test
    void shouldCountFromTheFirstByteThatWaitsThrough() {
        // given
        sink.take(2);
        staging.now(700);

        // when
        write("hello");

        // then
        assertThat(outbox.writingSinceNanos()).isEqualTo(700);
    }

    @Test // CP-194
    void shouldMakeAllThatWaitsANewWrite() {
        // given a write of which two bytes are taken, and more behind it
        sink.take(2);
        staging.now(100);
        flush("hello");
        flush("more");

        // when it is too late
        assertThat(outbox.writeAnew(500)).isEqualTo(7);

        // then the rest has its time from then on, and nothing of it was written
        assertThat(outbox.writingSinceNanos()).isEqualTo(500);
        assertThat(outbox.writeAnew(900)).isZero();
    }

    @Test
    void shouldCountMessagesWhetherSentOrWaiting() {
        // when
        flushCounted("abc", 2, 1);
        sink.take(1);
        flushCounted("def", 3, 2);

        // then
        assertThat(outbox.outMessages()).isEqualTo(5);
        assertThat(outbox.outBytes()).isEqualTo(3);
    }

    @Test
    void shouldTakeOverTheBytesAndLeaveTheSourceToItsOwner() {
        // given a buffer of somebody else, of which a part is written through
        sink.take(2);
        Chunk source = chunk("0123456789");

        // when
        outbox.write(source, 3, 8, staging);
        source.copy(chunk("##########"), 0, 0, 10);

        // then what waits is a copy, and the source's indices are as before
        assertThat(source.read).isZero();
        assertThat(source.written).isEqualTo(10);
        sink.take(Long.MAX_VALUE);
        outbox.drain(staging);
        assertThat(sink.text()).isEqualTo("34567");
    }

    private void flush(String text) {
        outbox.flush(chunk(text), staging);
    }

    private void flushCounted(String text, int messages, long bytes) {
        Chunk chunk = chunk(text);
        chunk.messages = messages;
        chunk.messageBytes = bytes;
        outbox.flush(chunk, staging);
    }

    private void write(String text) {
        outbox.write(chunk(text), 0, text.length(), staging);
    }

    private static Chunk chunk(String text) {
        Chunk chunk = Chunk.allocate(Math.max(ChunkPool.LARGE, text.length()));
        chunk.append(text.getBytes(ISO_8859_1));
        return chunk;
    }
}
