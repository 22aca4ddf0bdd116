package dev.gannet.jetstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** What the reference answers, written down: lines of cells with tabs between them. */
public final class Table {
    private Table() {}

    /** Makes a test of a row. */
    public interface Row {
        Executable test(String[] cells);
    }

    /** Returns a test for each row, called by the first {@code named} cells. */
    public static Stream<DynamicTest> tests(String name, int named, Row row) throws IOException {
        try (InputStream table = requireNonNull(Table.class.getResourceAsStream("/jetstream/" + name), name)) {
            return new String(table.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(cells -> DynamicTest.dynamicTest(title(cells, named), row.test(cells)));
        }
    }

    private static String title(String[] cells, int named) {
        String title = String.join(" ", java.util.List.of(cells).subList(0, named));
        return title.length() > 120 ? title.substring(0, 120) : title;
    }
}
