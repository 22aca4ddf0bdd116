package dev.gannet.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of transcripts. {@code -Dgannet.wire=text} leaves only those with that text in their path. */
final class Transcripts {
    static final Path FOLDER = Path.of("src/test/resources/wire");

    private Transcripts() {}

    static List<Transcript> all() throws IOException {
        String wanted = System.getProperty("gannet.wire", "");
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".wire"))
                    .filter(file -> file.toString().contains(wanted))
                    .sorted()
                    .map(Transcripts::parse)
                    .toList();
        }
    }

    private static Transcript parse(Path file) {
        try {
            return TranscriptParser.parse(file, FOLDER.relativize(file).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
