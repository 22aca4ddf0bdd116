package dev.gannet.store.subjects;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A table says what a sorted map would say. */
class SubjectTableTest {
    private static final int SUBJECTS = 60_000;

    @Test
    void shouldBeWhatAMapWouldBe() {
        // given subjects that come and go, up to many and back to none
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        SubjectTable table = new SubjectTable();
        TreeMap<String, Long> model = new TreeMap<>();
        int[] most = {SUBJECTS, 100, SUBJECTS / 2, 0};
        for (int goal : most) {
            while (model.size() != goal) {
                // when
                boolean more = model.size() < goal ? random.nextInt(5) > 0 : random.nextInt(5) == 0;
                if (more) {
                    String subject = "a." + random.nextInt(SUBJECTS * 3) + ".x".repeat(random.nextInt(20));
                    add(table, subject, random.nextInt(1000));
                    model.merge(subject, lastCount(table, subject), (old, now) -> now);
                } else if (!model.isEmpty()) {
                    String key = model.ceilingKey("a." + random.nextInt(SUBJECTS * 3));
                    String gone = key == null ? model.firstKey() : key;
                    table.remove(find(table, gone));
                    model.remove(gone);
                }
            }

            // then
            assertThat(table.size()).isEqualTo(model.size());
            assertThat(inOrder(table, "")).as("seed %s", seed).isEqualTo(List.copyOf(model.keySet()));
            for (Map.Entry<String, Long> entry : model.entrySet()) {
                assertThat(table.count(find(table, entry.getKey())))
                        .as("%s, seed %s", entry.getKey(), seed)
                        .isEqualTo(entry.getValue());
            }
            assertThat(find(table, "a.none")).isEqualTo(SubjectTable.NONE);
            String from = "a." + random.nextInt(SUBJECTS * 3);
            assertThat(inOrder(table, from))
                    .as("from %s, seed %s", from, seed)
                    .isEqualTo(List.copyOf(model.tailMap(from, true).keySet()));
        }
        assertThat(table.memoryBytes()).isLessThan(20_000_000);
    }

    @Test
    void shouldCountFarAndTakeLongSubjects() {
        // given
        SubjectTable table = new SubjectTable();
        String longest = "x".repeat(SubjectTable.LENGTH_MAX);

        // when
        int id = add(table, longest, 0);
        table.count(id, 0xFFFF_FFFFL);
        table.first(id, Long.MAX_VALUE);

        // then
        assertThat(find(table, longest)).isEqualTo(id);
        assertThat(table.bytes(id)).hasSize(SubjectTable.LENGTH_MAX);
        assertThat(table.count(id)).isEqualTo(0xFFFF_FFFFL);
        assertThat(table.first(id)).isEqualTo(Long.MAX_VALUE);
        table.remove(id);
        assertThat(find(table, longest)).isEqualTo(SubjectTable.NONE);
        assertThat(add(table, longest, 0)).isEqualTo(id);
    }

    private static int add(SubjectTable table, String subject, long count) {
        byte[] bytes = subject.getBytes(ISO_8859_1);
        int id = table.find(bytes, 0, bytes.length);
        id = id == SubjectTable.NONE ? table.add(bytes, 0, bytes.length) : id;
        table.count(id, count);
        return id;
    }

    private static int find(SubjectTable table, String subject) {
        byte[] bytes = subject.getBytes(ISO_8859_1);
        return table.find(bytes, 0, bytes.length);
    }

    private static long lastCount(SubjectTable table, String subject) {
        return table.count(find(table, subject));
    }

    private static List<String> inOrder(SubjectTable table, String from) {
        byte[] bytes = from.getBytes(ISO_8859_1);
        List<String> found = new ArrayList<>();
        SubjectCursor cursor = table.from(bytes, bytes.length);
        for (int id = cursor.next(); id != SubjectTable.NONE; id = cursor.next()) {
            found.add(new String(table.bytes(id), ISO_8859_1));
        }
        return found;
    }
}
