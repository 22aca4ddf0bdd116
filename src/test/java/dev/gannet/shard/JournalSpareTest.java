package dev.gannet.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.store.disk.FileDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays of a file that nobody needed. */
class JournalSpareTest {
    private static final int FILE_BYTES = 8192;
    private static final JournalPlace PLACE = new JournalPlace(7, 2);

    @TempDir
    Path directory;

    private final List<Runnable> background = new ArrayList<>();
    private JournalSpare spare = in(Path.of(""));

    @BeforeEach
    void inADirectory() throws Exception {
        Files.createDirectory(directory.resolve("journal"));
        spare = in(directory);
    }

    private JournalSpare in(Path directory) {
        return new JournalSpare(new LocalJournal.Settings(
                new FileDisk(directory),
                "journal",
                FILE_BYTES,
                ServerLog.silent(),
                Thread::new,
                background::add,
                Clock.system()));
    }

    @Test
    void shouldBeGoneWhenItWasReady() throws Exception {
        // given
        spare.want(PLACE);
        background.get(0).run();
        assertThat(directory.resolve("journal").resolve(PLACE.name())).hasSize(FILE_BYTES);

        // when
        spare.close();

        // then
        assertThat(directory.resolve("journal")).isEmptyDirectory();
    }

    @Test
    void shouldBeGoneWhenItIsMadeTooLate() throws Exception {
        // given
        spare.want(PLACE);

        // when
        spare.close();
        background.get(0).run();

        // then
        assertThat(directory.resolve("journal")).isEmptyDirectory();
    }
}
