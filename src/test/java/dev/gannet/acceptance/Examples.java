package dev.gannet.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The configurations of docs/examples, for a directory of a test instead of those of a system. */
final class Examples {
    private static final Path FOLDER = Path.of("docs/examples");

    private Examples() {}

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }

    static String text(String name, Path directory) throws IOException {
        return Files.readString(FOLDER.resolve(name))
                .replaceAll("\"/(run|var/run|var/log)/[a-z]+/", "\"" + directory + "/");
    }
}
