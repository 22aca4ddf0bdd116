package dev.gannet.store.segment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.testing.SimulatedDisk;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Reading and overwriting while a store goes on. */
class StoredReadTest {
    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Test
    void shouldReadWhatWasLookedUpBeforeItMoved() throws Exception {
        // given a segment of which a message is about to be read
        TestStore store = filled(200);
        StoredRead read = Objects.requireNonNull(store.store().read(10));
        StoredRead another = Objects.requireNonNull(store.store().read(11));
        String file = file("00000000000000000001-0000000001.seg");

        // when what is left of the segment goes to another file
        for (int seq = 1; seq < 60; seq++) {
            if (seq != 10 && seq % 7 != 0) {
                store.remove(seq);
            }
        }
        for (int i = 0; i < 3; i++) {
            store.append("a.1", 0, 10, 0, 1);
            store.checkpoint();
        }

        // then
        assertThat(disk.files()).contains(file).anyMatch(name -> name.contains("00001-") && !name.equals(file));
        assertThat(read.load().payload()).isEqualTo(payload(store, 10));
        another.close();
        store.append("a.1", 0, 10, 0, 1);
        store.checkpoint();
        assertThat(disk.files()).doesNotContain(file);
        assertThat(Objects.requireNonNull(store.store().read(10)).load().payload())
                .isEqualTo(payload(store, 10));
    }

    @Test
    void shouldSayThatAMessageIsGoneWithItsStore() throws Exception {
        // given
        TestStore store = filled(20);
        store.checkpoint();
        StoredRead read = Objects.requireNonNull(store.store().read(1));

        // when
        store.store().delete();

        // then
        assertThatThrownBy(read::load).isInstanceOf(MessageGoneException.class);
        assertThat(disk.files()).isEmpty();
    }

    @Test
    void shouldFindDamageBeforeSomebodyReads() throws Exception {
        // given a message whose bytes have changed
        TestStore store = filled(200);
        store.checkpoint();
        String file = file("00000000000000000001-0000000001.seg");
        byte[] bytes = disk.bytes(file);
        bytes[300] ^= 4;
        disk.put(file, bytes);
        store.reopen(disk);

        // when
        int scrubs = 0;
        for (Scrub scrub = store.store().scrub(0);
                scrub != null;
                scrub = store.store().scrub(scrub.nextSeq())) {
            scrubs++;
            while (scrub.run(1000)) {
                assertThat(store.store().messages()).isEqualTo(200);
            }
        }

        // then
        assertThat(scrubs).isGreaterThan(2);
        assertThat(store.store().losses().sequences()).hasSize(1);
        long lost = store.store().losses().sequences()[0];
        StoredRead read = Objects.requireNonNull(store.store().read(lost));
        assertThatThrownBy(read::load)
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining(TestStore.DIRECTORY)
                .hasMessageContaining("message " + lost);
        assertThat(store.losses()).hasSize(1);
    }

    @Test
    void shouldKnowTheFirstTimeBehindASegmentOfNothing() throws Exception {
        // given
        TestStore store = filled(1);
        store.remove(1);
        store.skip(100_000);

        // when
        store.append("a.1", 0, 10, 0, 1);

        // then
        assertThat(store.store().firstTimestampNanos())
                .isEqualTo(store.store().lastTimestampNanos())
                .isPositive();
    }

    @Test
    void shouldFindNoDamageInStoreThatIsDeletedMeanwhile() throws Exception {
        // given
        TestStore store = filled(200);
        store.checkpoint();
        Scrub scrub = Objects.requireNonNull(store.store().scrub(0));
        assertThat(scrub.run(1)).isTrue();

        // when
        store.store().delete();

        // then
        assertThat(scrub.run(100_000)).isFalse();
        assertThat(store.losses()).isEmpty();
    }

    @Test
    void shouldNotBringBackWhatTheIndexKnowsToBeRemoved() throws Exception {
        // given a segment of which messages were removed before it had an index, and deletes that are damaged
        TestStore store = filled(20);
        store.remove(3);
        store.remove(5);
        store.append("a.1", 0, 5000, 0, 1);
        store.append("a.1", 0, 5000, 0, 1);
        store.checkpoint();
        String deletes = disk.files().stream()
                .filter(name -> name.endsWith(".del"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = disk.bytes(deletes);
        bytes[80] ^= 1;
        disk.put(deletes, bytes);

        // when
        store.reopen(disk);

        // then
        assertThat(store.store().nextSeq(3)).isEqualTo(4);
        assertThat(store.store().nextSeq(5)).isEqualTo(6);
        assertThat(store.store().messages()).isEqualTo(20);
        assertThat(store.store().losses().problem(1)).contains("has messages again that were removed");
    }

    @Test
    void shouldOverwriteWhatIsErased() throws Exception {
        // given
        TestStore store = filled(3);
        byte[] secret = "a most secret payload".getBytes(ISO_8859_1);
        store.store().append(StoreModel.record(4, 4, "a.1", new byte[0], secret));
        store.checkpoint();
        assertThat(isOnDisk("a most secret payload")).isTrue();

        // when
        assertThat(store.store().erase(4)).isTrue();
        assertThat(store.store().erase(4)).isFalse();
        store.checkpoint();
        assertThat(isOnDisk("a most secret payload")).isTrue(); // The manifest before may be gone back to.
        store.reopen(disk.powerCut());
        store.checkpoint();

        // then
        assertThat(store.store().messages()).isEqualTo(3);
    }

    @Test
    void shouldOverwriteItWithTheNextCheckpoint() throws Exception {
        // given
        TestStore store = filled(3);
        byte[] secret = "a most secret payload".getBytes(ISO_8859_1);
        store.store().append(StoreModel.record(4, 4, "a.1", new byte[0], secret));
        store.checkpoint();

        // when
        store.store().erase(4);
        store.checkpoint();
        store.checkpoint();

        // then
        assertThat(isOnDisk("a most secret payload")).isFalse();
        assertThat(store.store().checkpoint().isClean()).isTrue();
        store.reopen(disk.powerCut());
        assertThat(store.store().messages()).isEqualTo(3);
        assertThat(store.losses()).isEmpty();
    }

    private TestStore filled(int messages) throws Exception {
        TestStore store = new TestStore(disk, 6000, 0);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < messages; i++) {
            store.append(random, 0);
        }
        return store;
    }

    private static byte[] payload(TestStore store, long seq) {
        return Objects.requireNonNull(store.model().messages().get(seq)).payload();
    }

    private static String file(String name) {
        return TestStore.DIRECTORY + "/" + name;
    }

    private boolean isOnDisk(String text) {
        return disk.files().stream().anyMatch(file -> new String(disk.bytes(file), ISO_8859_1).contains(text));
    }
}
